package dev.orderflow.inventory.web;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/**
 * The client's name for one restocking, under which it can be sent again without counting again.
 */
final class IdempotencyKey {

  private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]{1,255}");

  private IdempotencyKey() {}

  /**
   * @throws ProblemException 400 unless there is exactly one and it is printable
   */
  static String of(HttpHeaders headers) {
    List<String> keys = headers.getOrEmpty("Idempotency-Key");
    if (keys.size() == 1 && FORM.matcher(keys.getFirst()).matches()) return keys.getFirst();
    throw new ProblemException(
        ProblemType.INVALID_IDEMPOTENCY_KEY,
        "Send one Idempotency-Key of 1 to 255 printable ASCII characters.");
  }
}
