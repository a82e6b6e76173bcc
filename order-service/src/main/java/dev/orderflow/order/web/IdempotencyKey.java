package dev.orderflow.order.web;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** The client's name for one request, under which it can be sent again without being done again. */
final class IdempotencyKey {

  static final String HEADER = "Idempotency-Key";

  private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]{1,255}");

  private IdempotencyKey() {}

  /**
   * @throws ProblemException 400 unless there is exactly one and it is printable
   */
  static String of(HttpHeaders headers) {
    List<String> keys = headers.getOrEmpty(HEADER);
    if (keys.size() == 1 && FORM.matcher(keys.getFirst()).matches()) return keys.getFirst();
    throw new ProblemException(
        ProblemType.INVALID_IDEMPOTENCY_KEY,
        "Send one Idempotency-Key of 1 to 255 printable ASCII characters.");
  }
}
