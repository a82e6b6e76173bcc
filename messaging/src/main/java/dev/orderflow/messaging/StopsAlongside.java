package dev.orderflow.messaging;

import org.springframework.context.SmartLifecycle;

/**
 * Stops beside the others of its phase, one after the other of which Spring would stop: each may be
 * in the middle of something slow, and their times would add up.
 */
public interface StopsAlongside extends SmartLifecycle {

  @Override
  default void stop(Runnable callback) {
    Thread.ofVirtual()
        .start(() -> {
          stop();
          callback.run();
        });
  }
}
