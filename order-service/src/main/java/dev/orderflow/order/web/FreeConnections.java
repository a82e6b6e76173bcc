package dev.orderflow.order.web;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Refuses to start with settings under which requests that wait and event streams could take up all
 * connections: new orders, probes and scrapes would wait behind them to be accepted.
 */
@Component
class FreeConnections {

  FreeConnections(
      WebSettings settings, @Value("${server.tomcat.max-connections}") int connections) {
    boolean bounded = connections >= 0;
    if (bounded && settings.maxWaits() + settings.maxStreams() >= connections) {
      throw new IllegalArgumentException(
          """
          orderflow.order.web.max-waits (%d) and max-streams (%d) together must stay below \
          server.tomcat.max-connections (%d)\
          """
              .formatted(settings.maxWaits(), settings.maxStreams(), connections));
    }
  }
}
