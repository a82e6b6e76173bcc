package dev.orderflow.http.limits;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * What all requests together may have of the memory for their bodies, or for their answers: each of
 * these is small, those of all connections are not.
 */
public final class MemoryBudget {

  /** Most bodies and answers are gone within seconds. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Semaphore bytes;
  private final String refusal;

  /**
   * @param refusal what a client is told for whom there is no more
   */
  public MemoryBudget(int bytes, String refusal) {
    this.bytes = new Semaphore(bytes);
    this.refusal = refusal;
  }

  /** Nothing at first. */
  public Share share() {
    return new Share();
  }

  /** What one request takes of it. */
  public final class Share implements AutoCloseable {

    private int taken;

    /**
     * @throws ProblemException 503 if there is no more
     */
    public void take(int more) {
      if (!bytes.tryAcquire(more)) {
        throw new ProblemException(ProblemType.UNAVAILABLE, refusal).retryAfter(RETRY);
      }
      taken += more;
    }

    @Override
    public void close() {
      bytes.release(taken);
    }
  }
}
