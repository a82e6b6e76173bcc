package dev.orderflow.http.limits;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * What the bodies of all requests together may have of the memory: each of them is small, those of
 * all connections are not.
 */
final class BodyBudget {

  /**
   * Bodies come within seconds; those of slow clients give back what they hold at their deadline.
   */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Semaphore bytes;

  BodyBudget(int bytes) {
    this.bytes = new Semaphore(bytes);
  }

  /** Nothing at first. */
  Share share() {
    return new Share();
  }

  /** What one body takes of it. */
  final class Share implements AutoCloseable {

    private int taken;

    /**
     * @throws ProblemException 503 if there is no more
     */
    void take(int more) {
      if (!bytes.tryAcquire(more)) {
        throw new ProblemException(ProblemType.UNAVAILABLE, "Too many bodies arrive at once.")
            .retryAfter(RETRY);
      }
      taken += more;
    }

    @Override
    public void close() {
      bytes.release(taken);
    }
  }
}
