package dev.orderflow.http.problem;

import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Thrown by whoever refuses a request; the client gets it as a problem. */
public final class ProblemException extends ErrorResponseException {

  public ProblemException(ProblemType type, String detail) {
    super(HttpStatusCode.valueOf(type.status()), Problems.of(type, detail), null);
  }

  /** 422, with one error for each field. */
  public static ProblemException invalid(List<FieldError> errors) {
    return new ProblemException(ProblemType.INVALID_REQUEST, "See errors.").with("errors", errors);
  }

  public static ProblemException notFound(String what) {
    return new ProblemException(ProblemType.NOT_FOUND, what);
  }

  /** Adds a member of its own to the problem. */
  public ProblemException with(String member, Object value) {
    getBody().setProperty(member, value);
    return this;
  }

  public ProblemException retryAfter(Duration time) {
    getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, time.toSeconds())));
    return this;
  }

  public ProblemDetail problem() {
    return getBody();
  }
}
