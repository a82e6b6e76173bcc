package dev.orderflow.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/** Starts the relay at once, and the consumer as soon as Kafka is there and has the topics. */
final class MessagingLifecycle implements StopsAlongside {

  private static final Logger log = LoggerFactory.getLogger(MessagingLifecycle.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  private final EventTopics topics;
  private final ConcurrentMessageListenerContainer<byte[], byte[]> container;
  private final OutboxRelay relay;
  private final Pulse starting;
  private volatile @Nullable Thread relayThread;
  private volatile @Nullable Thread starter;
  private volatile boolean running;
  private volatile boolean consuming;

  MessagingLifecycle(
      EventTopics topics,
      ConcurrentMessageListenerContainer<byte[], byte[]> container,
      OutboxRelay relay,
      Pulses pulses) {
    this.topics = topics;
    this.container = container;
    this.relay = relay;
    this.starting = pulses.of("consumer-start", PAUSE);
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

  /** Empty while all is well. Waiting for Kafka is not dying. */
  List<String> whatDied() {
    List<String> died = new ArrayList<>();
    if (running && isDead(relayThread)) died.add("the outbox relay has ended");
    if (running && isDead(starter) && !consuming) died.add("the consumer was never started");
    if (running && consuming && !(container.isRunning() && container.isInExpectedState()))
      died.add("the consumer has ended");
    return died;
  }

  private static boolean isDead(@Nullable Thread thread) {
    return thread != null && !thread.isAlive();
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
        starting.turns();
        starting.rests();
        return;
      } catch (RuntimeException | Error e) {
        starting.fails(e);
        // A container that failed to start counts as running, and would not be started again.
        container.stop();
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
