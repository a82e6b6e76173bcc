package dev.orderflow.http;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** The client's name for one request, under which it can be sent again without being done again. */
public final class IdempotencyKey {

  private static final String HEADER = "Idempotency-Key";
  private static final int MAX_LENGTH = 255;

  private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]{1," + MAX_LENGTH + "}");

  private IdempotencyKey() {}

  /** An operation that needs one, for the OpenAPI document. */
  @Documented
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @Parameter(
      name = HEADER,
      in = ParameterIn.HEADER,
      required = true,
      description = "Names this request, 1 to 255 printable ASCII characters; a UUID is a good one",
      schema = @Schema(type = "string", minLength = 1, maxLength = MAX_LENGTH))
  public @interface Needed {}

  /**
   * @throws ProblemException 400 unless there is exactly one and it is printable
   */
  public static String of(HttpHeaders headers) {
    List<String> keys = headers.getOrEmpty(HEADER);
    if (keys.size() == 1 && FORM.matcher(keys.getFirst()).matches()) return keys.getFirst();
    throw new ProblemException(
        ProblemType.INVALID_IDEMPOTENCY_KEY,
        "Send one Idempotency-Key of 1 to 255 printable ASCII characters.");
  }
}
