package dev.orderflow.messaging;

import java.util.List;

/**
 * Calls to the outside world that are recorded as rows. A row's {@code next_attempt_at} is both its
 * lease and its retry schedule: whoever takes the row moves it beyond the longest call, so that a
 * crash only delays.
 *
 * @param <W> a piece of work, leased
 * @param <R> what came of it, an unknown outcome included
 */
public interface Work<W, R> {

  /**
   * Leases rows that are due, by the database's clock, skipping those that are locked. Called in a
   * transaction.
   *
   * @param limit the most to take; 0 only to see whether the database answers
   */
  List<W> claimDue(int limit);

  /**
   * Calls the outside world. On a virtual thread, outside any transaction; has its own time-outs,
   * shorter than the lease. A failure is a result too: of what is thrown nothing is recorded, and
   * the lease brings the work back, without end.
   */
  R perform(W work);

  /**
   * Whether the call got no further than to be made again. After many of these in a row, due work
   * is tried a few pieces at a time, until one gets further.
   */
  boolean wasInVain(R result);

  /**
   * Records results, and leases what follows from them at once. Called in a transaction, for many
   * results at a time. Must cope with a result that comes late or twice, because a lease can run
   * out under a slow call.
   *
   * @return follow-up work, to be performed after the commit
   */
  List<W> record(List<R> results);
}
