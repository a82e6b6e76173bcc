package dev.orderflow.inventory.web;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Idempotency-Key} of a request. */
final class IdempotencyKey {

  private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]{1,200}");

  private IdempotencyKey() {}

  /** The key, if it can be kept; else the request is refused. */
  static String of(@Nullable String header) {
    if (header != null && USABLE.matcher(header).matches()) return header;
    throw new ProblemException(
        ProblemType.INVALID_IDEMPOTENCY_KEY, "1 to 200 printable ASCII characters without spaces.");
  }
}
