package dev.orderflow.localstack.inbox;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the SMTP server misbehaves from now on; what is null or false doesn't. {@code recipients} are
 * regular expressions that an envelope recipient must match in full; without one everybody is
 * meant.
 *
 * @param refuseConnections the port is closed and open connections are cut
 * @param greeting the server's first line instead of 220, such as {@code 554 no service}; the
 *     connection ends with it
 * @param greylist the first attempt for each recipient is answered with 451, and accepted when it
 *     comes again
 */
public record Faults(
    boolean refuseConnections,
    @Nullable String greeting,
    boolean greylist,
    @Nullable Reject reject,
    @Nullable Drop drop,
    @Nullable Slow slow) {

  public static final Faults NONE = new Faults(false, null, false, null, null, null);

  public static Faults refusingConnections() {
    return new Faults(true, null, false, null, null, null);
  }

  public static Faults greeting(String line) {
    return new Faults(false, line, false, null, null, null);
  }

  public static Faults greylisting() {
    return new Faults(false, null, true, null, null, null);
  }

  public static Faults rejecting(String recipients, String reply) {
    return new Faults(false, null, false, new Reject(recipients, reply), null, null);
  }

  public static Faults dropping(int times, boolean stored) {
    return new Faults(false, null, false, null, new Drop(null, times, stored), null);
  }

  public static Faults slow(String recipients, long millis) {
    return new Faults(false, null, false, null, null, new Slow(recipients, millis));
  }

  /** Answers RCPT with {@code reply}, by default {@code 550 5.1.1 No such user here}. */
  public record Reject(@Nullable String recipients, @Nullable String reply) {

    boolean concerns(String recipient) {
      return matches(recipients, recipient);
    }

    String answer() {
      return reply == null ? "550 5.1.1 No such user here" : reply;
    }
  }

  /**
   * Cuts the connection instead of the 250 after the mail, for the next {@code times} mails, kept
   * or not.
   */
  public record Drop(@Nullable String recipients, int times, boolean stored) {

    boolean concerns(String recipient) {
      return matches(recipients, recipient);
    }
  }

  /** Waits before it answers RCPT. */
  public record Slow(@Nullable String recipients, long millis) {

    boolean concerns(String recipient) {
      return matches(recipients, recipient);
    }
  }

  private static boolean matches(@Nullable String recipients, String recipient) {
    return recipients == null || Pattern.matches(recipients, recipient);
  }
}
