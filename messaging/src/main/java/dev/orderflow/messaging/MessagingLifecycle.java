package dev.orderflow.messaging;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/** Starts the relay at once, and the consumer as soon as Kafka is there and has the topics. */
final class MessagingLifecycle implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(MessagingLifecycle.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  private final EventTopics topics;
  private final ConcurrentMessageListenerContainer<byte[], byte[]> container;
  private final OutboxRelay relay;
  private @Nullable Thread relayThread;
  private @Nullable Thread starter;
  private volatile boolean running;
  private volatile boolean consuming;

  MessagingLifecycle(
      EventTopics topics,
      ConcurrentMessageListenerContainer<byte[], byte[]> container,
      OutboxRelay relay) {
    this.topics = topics;
    this.container = container;
    this.relay = relay;
  }

  @Override
  public void start() {
    running = true;
    relayThread = Thread.ofPlatform().name("outbox-relay").start(relay);
    starter = Thread.ofPlatform().name("consumer-start").start(this::startConsuming);
  }

  @Override
  public void stop() {
    running = false;
    if (starter != null) starter.interrupt();
    container.stop();
    relay.stop();
    awaitRelay();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Null while all is well; what has died otherwise. Waiting for Kafka is not dying. */
  @Nullable String whatDied() {
    if (running && (relayThread == null || !relayThread.isAlive()))
      return "the outbox relay has ended";
    if (running && consuming && !(container.isRunning() && container.isInExpectedState())) {
      return "the consumer has ended";
    }
    return null;
  }

  boolean isConsuming() {
    return consuming;
  }

  private void startConsuming() {
    while (running) {
      try {
        topics.create();
        container.start();
        consuming = true;
        return;
      } catch (RuntimeException e) {
        log.warn("Consuming starts when Kafka is there: {}", Failures.summary(e));
        pause();
      }
    }
  }

  private void awaitRelay() {
    try {
      if (relayThread != null && !relayThread.join(LONGEST_STOP)) relayThread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
