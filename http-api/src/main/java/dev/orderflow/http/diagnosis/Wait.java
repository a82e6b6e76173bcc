package dev.orderflow.http.diagnosis;

import dev.orderflow.events.wire.EventSource;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that an order waits for.
 *
 * @param owedBy a service's name, or who is outside: {@code payment-provider}, {@code mail-server}
 * @param what they owe, as in "waits for them to …"
 * @param attempts how often they were asked so far; null where nobody asks
 * @param lastError what kept the last attempt from an answer; null if nothing is known
 * @param nextAttemptAt when they are asked again; null if they are not
 * @param deadlineAt when it is given up; null if it never is
 */
public record Wait(
    @Schema(example = "payment-service") String owedBy,
    @Schema(example = "authorize the payment") String what,
    Instant since,
    @Nullable Integer attempts,
    @Nullable String lastError,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant deadlineAt) {

  public static final String PAYMENT_PROVIDER = "payment-provider";
  public static final String MAIL_SERVER = "mail-server";

  /** Nobody asks them: they know. */
  public static Wait of(EventSource service, String what, Instant since) {
    return new Wait(service.id(), what, since, null, null, null, null);
  }

  boolean isOwedByAService() {
    return EventSource.byId(owedBy).isPresent();
  }

  /** As in "The order waits …". */
  String sentence() {
    StringBuilder text =
        new StringBuilder("Waits since %s for %s to %s".formatted(since, owedBy, what));
    if (attempts != null) text.append("; asked ").append(times(attempts));
    if (nextAttemptAt != null) text.append("; asks again at ").append(nextAttemptAt);
    if (deadlineAt != null) text.append("; gives up at ").append(deadlineAt);
    if (lastError != null) text.append("; last error: ").append(lastError);
    return text.append('.').toString();
  }

  private static String times(int number) {
    return number == 1 ? "once" : number + " times";
  }
}
