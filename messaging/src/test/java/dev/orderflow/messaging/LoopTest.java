package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {

  private final MovableTime time = new MovableTime();
  private final Pulses pulses = new Pulses(new SimpleMeterRegistry(), time);
  private final AtomicInteger rounds = new AtomicInteger();
  private final CountDownLatch hang = new CountDownLatch(1);
  private Runnable round = () -> {};
  private final Loop loop = new Loop("sweep", Duration.ofMillis(1), pulses, this::goRound);

  @AfterEach
  void stop() {
    hang.countDown();
    loop.stop();
  }

  @Test
  void goesRoundUntilItIsStopped() {
    loop.start();

    await().until(() -> rounds.get() > 3);
    loop.stop();

    assertThat(loop.isRunning()).isFalse();
  }

  @Test
  void endsItsRestWhenItIsWoken() {
    var resting = new Loop("rest", Duration.ofHours(1), pulses, this::goRound);
    resting.start();
    await().until(() -> rounds.get() == 1);

    resting.wake();

    await().until(() -> rounds.get() == 2);
    resting.stop();
  }

  @Test
  void goesOnAfterAFailureAndAfterAnError() {
    round =
        () -> {
          if (rounds.get() == 1) throw new IllegalStateException("a bug");
          if (rounds.get() == 2) throw new NoClassDefFoundError("gone");
        };

    loop.start();

    await().until(() -> rounds.get() > 3);
    await().until(() -> pulses.whatIsWrong().isEmpty());
  }

  @Test
  void isFoundWhenItHangs() {
    round = this::hang;
    loop.start();
    await().until(() -> rounds.get() == 1);

    time.passes(Pulse.LONGEST_SILENCE.plusSeconds(1));

    assertThat(pulses.whatIsWrong()).hasSize(1);
  }

  private void goRound() {
    rounds.incrementAndGet();
    round.run();
  }

  private void hang() {
    try {
      hang.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
