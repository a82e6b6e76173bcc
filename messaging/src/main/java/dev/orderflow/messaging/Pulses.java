package dev.orderflow.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The pulses of all loops of this process. */
public final class Pulses {

  private final List<Pulse> all = new CopyOnWriteArrayList<>();
  private final MeterRegistry metrics;
  private final LongSupplier nanoTime;

  public Pulses(MeterRegistry metrics) {
    this(metrics, System::nanoTime);
  }

  /**
   * @param nanoTime goes on evenly, however the clock is set
   */
  Pulses(MeterRegistry metrics, LongSupplier nanoTime) {
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  /**
   * The pulse of a loop that is about to begin.
   *
   * @param loop its name in health and metrics
   * @param rest how long it is silent between two rounds while all is well
   */
  public Pulse of(String loop, Duration rest) {
    return of(loop, rest, () -> false);
  }

  /** As {@link #of(String, Duration)}, of one whose silence means nothing at some times. */
  Pulse of(String loop, Duration rest, BooleanSupplier mayBeSilent) {
    Pulse pulse = new Pulse(loop, rest, mayBeSilent, nanoTime);
    all.add(pulse);
    Gauge.builder("orderflow.loop.silence.seconds", pulse, Pulse::silence)
        .description("How long a loop has given no sign of life, beyond its usual rest")
        .tag("loop", loop)
        .register(metrics);
    Gauge.builder("orderflow.loop.failing.seconds", pulse, Pulse::failing)
        .description("For how long all rounds of a loop have failed")
        .tag("loop", loop)
        .register(metrics);
    return pulse;
  }

  /** In nanoseconds, from any beginning. */
  long now() {
    return nanoTime.getAsLong();
  }

  /** Why only a restart can help, loop by loop; empty while all is well. */
  List<String> whatIsWrong() {
    return all.stream().map(Pulse::whatIsWrong).filter(Objects::nonNull).toList();
  }
}
