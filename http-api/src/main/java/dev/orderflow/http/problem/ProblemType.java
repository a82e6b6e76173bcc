package dev.orderflow.http.problem;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The catalogue of problems: clients decide on the {@code type}, which never changes, and show the
 * {@code detail}, which may.
 */
public enum ProblemType {
  /**
   * Not HTTP, not JSON, of the wrong shape, with properties or values that no valid request has.
   */
  MALFORMED_REQUEST(400, "The request cannot be understood"),
  /** {@code Idempotency-Key} is missing, too long or not printable ASCII. */
  INVALID_IDEMPOTENCY_KEY(400, "A usable Idempotency-Key is needed"),
  UNAUTHENTICATED(401, "Log in first"),
  FORBIDDEN(403, "Not allowed"),
  NOT_FOUND(404, "There is no such thing here"),
  METHOD_NOT_ALLOWED(405, "The method does not fit this resource"),
  NOT_ACCEPTABLE(406, "None of the accepted media types can be had"),
  /** The body did not arrive within its time. */
  REQUEST_TIMEOUT(408, "The request took too long to arrive"),
  /** {@code expectedTotal} is not what the order costs now; {@code total} says what it does. */
  PRICE_CHANGED(409, "The order costs something else now"),
  /** The state of the order, or the time since its confirmation, forbids it. */
  CANCELLATION_FORBIDDEN(409, "The order can no longer be cancelled"),
  /** The first request with this key is still running; ask again after {@code Retry-After}. */
  REQUEST_IN_PROGRESS(409, "The same request is being worked on"),
  /** The parked event was already replayed or discarded. */
  PARKED_EVENT_CLOSED(409, "The parked event has been dealt with already"),
  CONTENT_TOO_LARGE(413, "The request is too large"),
  URI_TOO_LONG(414, "The address is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body must be application/json"),
  /** Understood, but not possible; {@code errors} names each field and what is wrong with it. */
  INVALID_REQUEST(422, "The request is not valid"),
  /** The key was used before, with another body. */
  IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key belongs to another request"),
  /** Ask again after {@code Retry-After}. */
  TOO_MANY_REQUESTS(429, "Too many at once"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  /** Our fault; the log of the service says more. */
  INTERNAL_ERROR(500, "Something went wrong here"),
  NOT_IMPLEMENTED(501, "Not a kind of request that is spoken here"),
  /**
   * The database is away or overloaded, or memory for bodies is; ask again after {@code
   * Retry-After}.
   */
  UNAVAILABLE(503, "Unavailable for a moment"),
  HTTP_VERSION_NOT_SUPPORTED(505, "Only HTTP/1.1 is spoken here");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The type for a status that somebody else chose: the most general one of that status. */
  static ProblemType ofStatus(int status) {
    Optional<ProblemType> exact =
        Arrays.stream(values()).filter(type -> type.status == status && type.isGeneral()).findAny();
    return exact.orElse(status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR);
  }

  private boolean isGeneral() {
    return switch (this) {
      case INVALID_IDEMPOTENCY_KEY,
          PRICE_CHANGED,
          CANCELLATION_FORBIDDEN,
          REQUEST_IN_PROGRESS,
          PARKED_EVENT_CLOSED,
          IDEMPOTENCY_KEY_REUSED ->
          false;
      default -> true;
    };
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public URI uri() {
    String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return URI.create("https://orderflow.dev/problems/" + name);
  }
}
