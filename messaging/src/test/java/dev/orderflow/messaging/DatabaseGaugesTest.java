package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class DatabaseGaugesTest {

  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final MovableTime time = new MovableTime();
  private final DatabaseGauges gauges = new DatabaseGauges(time);
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void showsWhatTheDatabaseAnswers() {
    register("pending", () -> 7);

    assertThat(value("pending")).isEqualTo(7);
  }

  @Test
  void asksADatabaseThatIsAwayOnceForAll() {
    register("pending", DatabaseGaugesTest::away);
    register("oldest", DatabaseGaugesTest::away);

    assertThat(value("pending")).isNaN();
    assertThat(value("oldest")).isNaN();

    assertThat(asked).hasValue(1);
  }

  @Test
  void waitsOnceForADatabaseThatDoesNotAnswer() {
    CountDownLatch never = new CountDownLatch(1);
    register("pending", () -> answerAfter(never));
    register("oldest", () -> answerAfter(never));

    assertThat(value("pending")).isNaN();
    assertThat(value("oldest")).isNaN();

    assertThat(asked).hasValue(1);
    never.countDown();
  }

  @Test
  void asksAgainAfterAPause() {
    register("pending", () -> asked.get() == 1 ? away() : 7);
    assertThat(value("pending")).isNaN();

    time.passes(DatabaseGauges.PAUSE);

    assertThat(value("pending")).isEqualTo(7);
  }

  @Test
  void asksForTheOthersWhenOneQueryIsWrong() {
    register(
        "pending",
        () -> {
          throw new IllegalStateException("a bug");
        });
    register("oldest", () -> 7);

    assertThat(value("pending")).isNaN();
    assertThat(value("oldest")).isEqualTo(7);
  }

  private void register(String name, DoubleSupplier query) {
    gauges.register(
        metrics,
        name,
        "of a test",
        () -> {
          asked.incrementAndGet();
          return query.getAsDouble();
        });
  }

  private double value(String name) {
    return metrics.get(name).gauge().value();
  }

  private static double away() {
    throw new DataAccessResourceFailureException("away");
  }

  private static double answerAfter(CountDownLatch signal) {
    try {
      signal.await();
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
