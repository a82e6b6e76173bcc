package dev.orderflow.systemtests.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.systemtests.benchmark.Basket.Line;
import dev.orderflow.systemtests.benchmark.Connection.Answer;
import dev.orderflow.systemtests.benchmark.Measured.Memory;
import dev.orderflow.systemtests.benchmark.Measured.Readings;
import dev.orderflow.systemtests.benchmark.Meter.Reading;
import dev.orderflow.systemtests.benchmark.Request.Kind;
import dev.orderflow.systemtests.benchmark.Topics.Fact;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ten orders a second for two seconds. */
class MeasuredTest {

  private static final int ORDERS = 20;

  private final Placements run =
      new Placements(
          new Schedule(ORDERS, 10, false),
          new Basket[] {Basket.of(Outcome.CONFIRMED, List.of(new Line("MUG-01", 1)), "run")},
          0);
  private final double start = run.start().toEpochMilli();

  @Test
  void tellsHowLongTheEventsOfAnOrderTook() {
    accept();

    Measured measured = settledAfter(300);

    Latencies settled = measured.latencies().getLast();
    assertThat(settled.name()).isEqualTo("POST to settled");
    assertThat(settled.count()).isEqualTo(ORDERS);
    assertThat(settled.p50()).isBetween(298.0, 302.0);
    assertThat(LimitSearch.isSustained(measured)).isTrue();
  }

  @Test
  void seesAPileGrowAndGo() {
    accept();

    Measured measured = settledAfter(2_500);

    assertThat(measured.settledPerSecond()).isZero();
    assertThat(measured.recovery().most()).isEqualTo(ORDERS);
    assertThat(LimitSearch.isSustained(measured)).isFalse();
  }

  @Test
  void doesNotCallARateSustainedAtWhichOrdersAreRefused() {
    accept();
    run.answered(answer(7, 503), System.nanoTime());

    assertThat(LimitSearch.isSustained(settledAfter(100))).isFalse();
  }

  @Test
  void dividesTheProcessorTimeByTheAcceptedOrders() {
    accept();

    Measured measured = settledAfter(100);

    assertThat(measured.cpuPerOrder()).containsEntry(Stack.POSTGRES, 2.0);
    assertThat(measured.systemCpuPerOrder()).isEqualTo(2.0);
    assertThat(measured.cpuPerOrderTogether()).isEqualTo(3.0);
  }

  @Test
  void drawsAllThatItSaw() {
    accept();

    String picture = Plot.of(settledAfter(300));

    assertThat(picture).startsWith("<svg").endsWith("</svg>\n");
    assertThat(picture).contains("settled", "POST p99", Stack.POSTGRES).doesNotContain("NaN");
  }

  private void accept() {
    for (int order = 0; order < ORDERS; order++) {
      run.answered(answer(order, 201), run.intendedNanos(order) + 1_000_000);
    }
  }

  private Answer answer(int order, int status) {
    Request request = new Request(Kind.PLACE, run, order, run.intendedNanos(order));
    return new Answer(request, status, "/orders/" + UUID.randomUUID(), false);
  }

  private Measured settledAfter(long millis) {
    Milestones milestones = new Milestones(run);
    for (int order = 0; order < ORDERS; order++) {
      long at = Math.round(run.intendedMillis(order)) + millis;
      for (String type : List.of("InventoryCommitted", "PaymentCaptured")) {
        if (run.isAccepted(order)) milestones.read(new Fact("any", type, run.id(order), at));
      }
    }
    return new Measured(
        Scenario.STEADY,
        run,
        milestones,
        new Readings(reading(0, 0), reading(2_000, 20), reading(5_000, 40), readings()),
        new Memory(Map.of(), Map.of()),
        new Storage(Map.of(), 0, Map.of()),
        new Backlog(Map.of()),
        true,
        new EndCheck.Result(ORDERS, 0, List.of()));
  }

  private List<Reading> readings() {
    return List.of(reading(0, 0), reading(1_000, 10), reading(2_000, 20), reading(3_000, 30));
  }

  private Reading reading(double millis, double cpu) {
    return new Reading(
        start + millis,
        Map.of(Stack.POSTGRES, cpu, Stack.GENERATOR, cpu / 2),
        new Proc.Machine(cpu, 0));
  }
}
