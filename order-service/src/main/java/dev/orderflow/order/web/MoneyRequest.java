package dev.orderflow.order.web;

import dev.orderflow.events.value.Money;
import dev.orderflow.http.problem.Violations;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An amount as a client writes it. */
@Schema(
    name = "Money",
    requiredProperties = {"amount", "currency"})
record MoneyRequest(
    @Schema(example = "25.80", pattern = "[0-9]{1,15}(\\.[0-9]{1,4})?") @Nullable String amount,
    @Schema(description = "ISO 4217", example = "EUR") @Nullable String currency) {

  /** Null if it is wrong. */
  @Nullable Money check(String at, Violations violations) {
    if (amount == null || currency == null) {
      violations.add(at, "needs amount and currency");
      return null;
    }
    try {
      Money money = Money.of(amount, currency);
      if (!money.isNegative()) return money;
    } catch (IllegalArgumentException | ArithmeticException e) {
      // falls through to the one answer for what nobody can pay
    }
    violations.add(at, "must be an amount in a currency that has it, such as 12.90 EUR");
    return null;
  }
}
