package dev.orderflow.order.web;

import dev.orderflow.events.value.Customer;
import dev.orderflow.http.problem.Violations;
import dev.orderflow.order.PlaceOrder;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An order as a client writes it: everything may be missing or wrong.
 *
 * @param expectedTotal what the client showed; if the order costs something else it is refused
 */
@Schema(requiredProperties = {"customer", "lines", "payment"})
record PlaceOrderRequest(
    @Nullable CustomerRequest customer,
    @ArraySchema(minItems = 1, maxItems = MAX_LINES) @Nullable List<@Nullable LineRequest> lines,
    @Nullable PaymentRequest payment,
    @Nullable AddressRequest shippingAddress,
    @Nullable MoneyRequest expectedTotal) {

  /** Bounds the work and the size of the events of one order. */
  static final int MAX_LINES = 100;

  private static final int MAX_NAME = 200;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final Pattern CARD_NUMBER = Pattern.compile("[0-9][0-9_-]{10,}[0-9]");

  /** Whom the order is for. */
  @Schema(requiredProperties = {"name", "email"})
  record CustomerRequest(
      @Schema(example = "Ada Lovelace") @Nullable String name,
      @Schema(example = "ada@example.com", format = "email") @Nullable String email) {}

  /** How it is paid. */
  @Schema(requiredProperties = "token")
  record PaymentRequest(
      @Schema(
              description = "A token of the payment provider, never a card number",
              example = "pm_card_visa")
          @Nullable String token) {

    @Override
    public String toString() {
      return "PaymentRequest[…]";
    }
  }

  /**
   * @throws dev.orderflow.http.problem.ProblemException 422 with all that is wrong
   */
  PlaceOrder toCommand() {
    Violations violations = new Violations();
    PlaceOrder command =
        new PlaceOrder(
            customer(violations),
            items(violations),
            token(violations),
            shippingAddress == null ? null : shippingAddress.check("/shippingAddress", violations),
            expectedTotal == null ? null : expectedTotal.check("/expectedTotal", violations));
    violations.throwIfAny();
    return command;
  }

  private Customer customer(Violations violations) {
    if (customer == null) {
      violations.add("/customer", "is required");
      return new Customer("", "");
    }
    String name = violations.text("/customer/name", customer.name(), MAX_NAME);
    String email = customer.email() == null ? "" : customer.email();
    if (!MailAddress.isOne(email)) violations.add("/customer/email", "must be one mail address");
    return new Customer(name, email);
  }

  private List<PlaceOrder.Item> items(Violations violations) {
    if (lines == null || lines.isEmpty() || lines.size() > MAX_LINES) {
      violations.add("/lines", "must have 1 to " + MAX_LINES + " lines");
      return List.of();
    }
    return IntStream.range(0, lines.size())
        .mapToObj(i -> LineRequest.check(lines.get(i), "/lines/" + i, violations))
        .toList();
  }

  private String token(Violations violations) {
    String token = payment == null ? null : payment.token();
    String checked =
        violations.match("/payment/token", token, TOKEN, "must be a token of the provider");
    if (CARD_NUMBER.matcher(checked).matches()) {
      violations.add("/payment/token", "must be a token, never a card number");
    }
    return checked;
  }
}
