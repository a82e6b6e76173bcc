package dev.orderflow.order.web;

import dev.orderflow.messaging.Loop;
import dev.orderflow.messaging.Pulses;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps silent streams open. */
@Configuration(proxyBeanMethods = false)
class Heartbeats {

  @Bean
  Loop heartbeatLoop(OrderStreams streams, WebSettings settings, Pulses pulses) {
    return new Loop("heartbeat", settings.heartbeat(), pulses, streams::beat);
  }
}
