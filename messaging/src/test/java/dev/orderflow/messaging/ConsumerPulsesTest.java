package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsumerPulsesTest {

  private final MovableTime time = new MovableTime();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Pulses pulses = new Pulses(metrics, time);
  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
  private final ConsumerPulses consumerPulses = new ConsumerPulses(pulses);
  private final Consumer<byte[], byte[]> consumer = consumerPulses.by(kafka);
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void goOn() {
    goOn.countDown();
  }

  @Test
  void findsAnIdleConsumerThatNoLongerPolls() {
    poll();

    time.passes(Pulse.LONGEST_SILENCE.plusSeconds(1));

    assertThat(pulses.whatIsWrong()).singleElement().asString().startsWith("consumer-0");
    poll();
    assertThat(pulses.whatIsWrong()).isEmpty();
  }

  @Test
  void findsAPollThatHangs() throws InterruptedException {
    kafka.schedulePollTask(this::hang);
    Thread.ofVirtual().start(this::poll);
    hanging.await();

    time.passes(Pulse.LONGEST_SILENCE.plusSeconds(1));

    assertThat(pulses.whatIsWrong()).hasSize(1);
    goOn.countDown();
    await().until(() -> pulses.whatIsWrong().isEmpty());
  }

  @Test
  void showsThatPollingFails() {
    poll();
    kafka.setPollException(new TopicAuthorizationException("orders"));

    try {
      poll();
    } catch (TopicAuthorizationException e) {
      time.passes(Duration.ofMinutes(1));
    }

    assertThat(failing()).isGreaterThanOrEqualTo(60);
  }

  @Test
  void takesOnlyAPollThatOutlastsAFetchForASignThatNothingIsLeft() {
    consumerPulses.current().fails(new IllegalStateException("the batch before"));
    poll();
    time.passes(Duration.ofMinutes(1));
    assertThat(failing()).isGreaterThanOrEqualTo(60);

    kafka.schedulePollTask(() -> time.passes(KafkaClients.FETCH_WAIT.plusMillis(1)));
    poll();

    assertThat(failing()).isZero();
  }

  private double failing() {
    return metrics.get("orderflow.loop.failing.seconds").gauge().value();
  }

  private void poll() {
    consumer.poll(Duration.ZERO);
  }

  private void hang() {
    hanging.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
