package dev.orderflow.messaging;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The signs of life of one loop: a thread that goes round for ever. Written by that thread, read by
 * health and metrics. A loop that is silent, though nothing it waits for explains it, hangs; one
 * that fails goes round, but gets nothing done, as while the database or Kafka is away.
 */
public final class Pulse {

  /**
   * Longer than the statements of one round take together when each runs into the data source's
   * socket time-out of 30 s: shorter, and a database that hangs would look like a loop that does.
   */
  static final Duration LONGEST_SILENCE = Duration.ofMinutes(3);

  /** An Error of a moment, such as a lack of threads, passes by itself. */
  static final Duration LONGEST_ERROR = Duration.ofSeconds(30);

  private final String loop;
  private final long rest;
  private final BooleanSupplier mayBeSilent;
  private final LongSupplier nanoTime;
  private volatile State state;

  /**
   * @param mayBeSilent says when silence means nothing
   */
  Pulse(String loop, Duration rest, BooleanSupplier mayBeSilent, LongSupplier nanoTime) {
    this.loop = loop;
    this.rest = rest.toNanos();
    this.mayBeSilent = mayBeSilent;
    this.nanoTime = nanoTime;
    this.state = new State(nanoTime.getAsLong(), null, false);
  }

  /** It is alive; whether it gets anything done is yet to be seen. */
  public void beats() {
    state = new State(nanoTime.getAsLong(), state.trouble, false);
  }

  /** A round is done, and well. */
  public void turns() {
    state = new State(nanoTime.getAsLong(), null, false);
  }

  /** A round has failed; there will be another. */
  public void fails(Throwable why) {
    long now = nanoTime.getAsLong();
    state = new State(now, troubleBy(why, now), false);
  }

  /** It has nothing to do: until its next sign of life, silence means nothing. */
  public void rests() {
    state = new State(nanoTime.getAsLong(), state.trouble, true);
  }

  /**
   * It will be silent for as long as something outside is away. Until the next sign of life it
   * counts as failing, not as hanging.
   */
  public void awaits() {
    long now = nanoTime.getAsLong();
    Trouble known = state.trouble;
    state = new State(now, known == null ? new Trouble(now, "waiting", false) : known, true);
  }

  // An Error counts from its first occurrence: in between it may show as another failure.
  private Trouble troubleBy(Throwable why, long now) {
    Trouble known = state.trouble;
    boolean isError = Failures.isError(why);
    if (known != null && (known.isError || !isError)) return known;
    return new Trouble(now, Failures.summary(why), isError);
  }

  /** Seconds of silence beyond the loop's usual rest; 0 while it waits for what is away. */
  double silence() {
    return seconds(silentNanos(state));
  }

  /** For how many seconds all rounds have failed; 0 after a good one. */
  double failing() {
    Trouble trouble = state.trouble;
    return trouble == null ? 0 : seconds(nanoTime.getAsLong() - trouble.since);
  }

  /** Why only a restart can help; null while none is needed. */
  @Nullable String whatIsWrong() {
    State now = state;
    if (silentNanos(now) > LONGEST_SILENCE.toNanos())
      return "%s has given no sign of life for %.0f s".formatted(loop, silence());
    Trouble trouble = now.trouble;
    if (trouble != null && trouble.isError && failing() > LONGEST_ERROR.toSeconds())
      return "%s fails with %s for %.0f s".formatted(loop, trouble.by, failing());
    return null;
  }

  private long silentNanos(State now) {
    if (now.excused || mayBeSilent.getAsBoolean()) return 0;
    return Math.max(0, nanoTime.getAsLong() - now.heardAt - rest);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private record State(long heardAt, @Nullable Trouble trouble, boolean excused) {}

  private record Trouble(long since, String by, boolean isError) {}
}
