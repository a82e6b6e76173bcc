package dev.orderflow.http.limits;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.http.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Receives the whole body before anything works on the request, so that a large, endless, slow or
 * broken one is refused alike on every path and never holds a database connection.
 */
public final class RequestBodyFilter extends HttpFilter {

  private static final byte[] NOTHING = {};
  private static final int CHUNK = 8 * 1024;

  /** Bounds what an endless body may cost: a client so far over the limit is not reading anyway. */
  private static final long LINGER_BODIES = 16;

  private final int maxBytes;
  private final MemoryBudget budget;
  private final Duration timeout;

  /**
   * @param maxBytes of one body
   * @param maxBytesOfAll that are here at a time; a buffer may take twice what is in it
   * @param timeout for the whole body; a client that stops sending is noticed by the container's
   *     time-out of a single read
   */
  public RequestBodyFilter(int maxBytes, int maxBytesOfAll, Duration timeout) {
    this.maxBytes = maxBytes;
    this.budget = new MemoryBudget(maxBytesOfAll, "Too many bodies arrive at once.");
    this.timeout = timeout;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Deadline deadline = Deadline.in(timeout);
    ReceivedBody received;
    try {
      received = receive(request, deadline);
    } catch (ProblemException e) {
      refuse(e, request, response, deadline);
      return;
    }
    try (received) {
      chain.doFilter(received, response);
    }
  }

  public static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  private ReceivedBody receive(HttpServletRequest request, Deadline deadline) {
    MemoryBudget.Share share = budget.share();
    if (!hasBody(request)) return new ReceivedBody(request, NOTHING, share);
    if (request.getContentLengthLong() > maxBytes) throw tooLarge();
    try {
      return new ReceivedBody(request, read(request.getInputStream(), deadline, share), share);
    } catch (SocketTimeoutException e) {
      throw tooSlow();
    } catch (IOException e) {
      throw isTimeout(e)
          ? tooSlow()
          : new ProblemException(
              ProblemType.MALFORMED_REQUEST, "The body ends too early, or not as it should.");
    }
  }

  private byte[] read(InputStream body, Deadline deadline, MemoryBudget.Share share)
      throws IOException {
    try {
      return read(body, deadline, share::take);
    } catch (IOException | RuntimeException | Error e) {
      share.close();
      throw e;
    }
  }

  private byte[] read(InputStream body, Deadline deadline, IntConsumer take) throws IOException {
    var bytes = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
      if (bytes.size() + n > maxBytes) throw tooLarge();
      take.accept(n);
      bytes.write(chunk, 0, n);
      if (deadline.isOver()) throw tooSlow();
    }
    // A read that finds the end may have been held up by what follows the last chunk.
    if (deadline.isOver()) throw tooSlow();
    return bytes.toByteArray();
  }

  private static boolean isTimeout(IOException e) {
    return e.getCause() instanceof SocketTimeoutException;
  }

  private ProblemException tooLarge() {
    return new ProblemException(
        ProblemType.CONTENT_TOO_LARGE, "A body may have " + maxBytes + " bytes.");
  }

  private ProblemException tooSlow() {
    return new ProblemException(
        ProblemType.REQUEST_TIMEOUT, "A body has " + timeout.toSeconds() + " seconds to arrive.");
  }

  private void refuse(
      ProblemException problem,
      HttpServletRequest request,
      HttpServletResponse response,
      Deadline deadline)
      throws IOException {
    response.setHeader("Connection", "close");
    Problems.write(problem, response);
    int status = problem.problem().getStatus();
    boolean isStillSending =
        status == ProblemType.CONTENT_TOO_LARGE.status()
            || status == ProblemType.UNAVAILABLE.status();
    if (isStillSending) linger(request, deadline);
  }

  /**
   * Reads on for a while: closing a connection with unread bytes resets it, and a client that is
   * still sending would lose the answer.
   */
  private void linger(HttpServletRequest request, Deadline deadline) {
    if (request.getHeader("Expect") != null) return;
    byte[] chunk = new byte[CHUNK];
    long left = LINGER_BODIES * maxBytes;
    try {
      while (left > 0 && !deadline.isOver()) {
        int n = request.getInputStream().read(chunk);
        if (n < 0) return;
        left -= n;
      }
    } catch (IOException e) {
      // The client has left or stalls: nothing is owed to it any more.
    }
  }
}
