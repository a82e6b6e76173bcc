package dev.orderflow.payment.gateway;

import dev.orderflow.events.value.Money;
import java.util.Set;

/** Amounts as Stripe counts them: in minor units, with exceptions of its own. */
final class StripeAmount {

  /** Without a minor unit by ISO 4217, but stated in hundredths to Stripe. */
  private static final Set<String> IN_HUNDREDTHS = Set.of("ISK", "UGX");

  /** With a minor unit by ISO 4217, but stated in whole units to Stripe. */
  private static final Set<String> IN_WHOLES = Set.of("MGA");

  private StripeAmount() {}

  /**
   * Not a part of a unit of which Stripe knows wholes only, and not thousandths, of which it takes
   * tens.
   */
  static boolean canState(Money money) {
    int most = IN_WHOLES.contains(money.currency().getCurrencyCode()) ? 0 : 2;
    return money.amount().stripTrailingZeros().scale() <= most;
  }

  static long of(Money money) {
    String currency = money.currency().getCurrencyCode();
    if (IN_HUNDREDTHS.contains(currency)) return Math.multiplyExact(money.inMinorUnits(), 100L);
    if (IN_WHOLES.contains(currency)) return money.amount().longValueExact();
    return money.inMinorUnits();
  }
}
