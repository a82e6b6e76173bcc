package dev.orderflow.payment.domain;

import org.jspecify.annotations.Nullable;

/**
 * What a call has taught about the money. All but {@link Unclear} are the provider's word and final
 * for what they say. Text is what the database can store and an event can hold, whatever was given.
 */
public sealed interface ProviderAnswer {

  /** In code points, as the two that follow. Longer, and Kafka might not take the event. */
  int LONGEST_CODE = 100;

  int LONGEST_DETAIL = 500;
  int LONGEST_ERROR = 300;

  /** The full amount is held. */
  record Held(String reference) implements ProviderAnswer {}

  /** The amount was captured. */
  record Charged(String reference) implements ProviderAnswer {}

  /** Nothing is held any more, and nothing was captured. */
  record Released() implements ProviderAnswer {}

  /** What was captured was refunded. */
  record PaidBack() implements ProviderAnswer {}

  /**
   * The provider will not do it, now or later.
   *
   * @param code for programs
   * @param detail for people, or null; holds no token
   */
  record Refused(String code, @Nullable String detail) implements ProviderAnswer {

    public Refused {
      code = storable(code, LONGEST_CODE);
      if (detail != null) detail = storable(detail, LONGEST_DETAIL);
    }
  }

  /** There is no such payment, as far as the provider's search knows. */
  record NotFound() implements ProviderAnswer {}

  /**
   * It may or may not have happened.
   *
   * @param error for an operator; holds no token
   * @param keySpent the idempotency key will never lead to another answer
   */
  record Unclear(String error, boolean keySpent) implements ProviderAnswer {

    public Unclear {
      error = storable(error, LONGEST_ERROR);
    }

    public Unclear(String error) {
      this(error, false);
    }
  }

  // PostgreSQL stores neither U+0000 nor half of a surrogate pair.
  private static String storable(String text, int longest) {
    return text.codePoints()
        .filter(c -> c != 0 && Character.getType(c) != Character.SURROGATE)
        .limit(longest)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
