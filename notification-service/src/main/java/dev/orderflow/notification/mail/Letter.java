package dev.orderflow.notification.mail;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.value.OrderLine;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, before it is laid out as HTML and as text. Each text is one line: what others
 * wrote cannot start a line, or a header, of its own.
 *
 * @param good whether it is good news
 */
public record Letter(
    boolean good,
    String subject,
    String headline,
    String customer,
    List<String> paragraphs,
    String orderNumber,
    List<Line> lines,
    String total,
    List<String> address) {

  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

  /** One product. */
  public record Line(String name, int quantity, String unitPrice, String total) {

    static Line of(OrderLine line) {
      return new Line(
          oneLine(line.name()),
          line.quantity(),
          line.unitPrice().toString(),
          line.lineTotal().toString());
    }
  }

  static Letter about(OrderConfirmed confirmed) {
    return new Letter(
        true,
        oneLine("Your order " + confirmed.orderNumber() + " is confirmed"),
        "Thank you, your order is confirmed",
        oneLine(confirmed.customer().name()),
        List.of("We have set aside everything you ordered, and your payment is secured."),
        oneLine(confirmed.orderNumber()),
        confirmed.lines().stream().map(Line::of).toList(),
        confirmed.total().toString(),
        lines(confirmed.shippingAddress()));
  }

  static Letter about(OrderCancelled cancelled) {
    return new Letter(
        false,
        oneLine("Your order " + cancelled.orderNumber() + " is cancelled"),
        "Your order is cancelled",
        oneLine(cancelled.customer().name()),
        Stream.of(why(cancelled.reason()), cancelled.detail(), money(cancelled.reason()))
            .filter(Objects::nonNull)
            .map(Letter::oneLine)
            .toList(),
        oneLine(cancelled.orderNumber()),
        cancelled.lines().stream().map(Line::of).toList(),
        cancelled.total().toString(),
        List.of());
  }

  private static String why(CancellationReason reason) {
    return switch (reason) {
      case OUT_OF_STOCK -> "We are sorry: not everything you ordered is in stock.";
      case PAYMENT_DECLINED -> "Your payment was declined.";
      case CUSTOMER_REQUEST -> "You asked us to cancel this order.";
      case EXPIRED -> "We are sorry: we could not complete your order in time.";
      case PAYMENT_CAPTURE_FAILED ->
          "We are sorry: we had confirmed your order, but then your payment could not be"
              + " collected.";
    };
  }

  private static String money(CancellationReason reason) {
    return switch (reason) {
      case OUT_OF_STOCK, EXPIRED ->
          "You pay nothing. If your bank shows an amount as reserved, it will be released.";
      case PAYMENT_DECLINED, PAYMENT_CAPTURE_FAILED -> "You have not been charged.";
      case CUSTOMER_REQUEST ->
          "You pay nothing. What you may have paid already is on its way back to you.";
    };
  }

  private static List<String> lines(@Nullable Address address) {
    if (address == null) return List.of();
    return Stream.of(
            address.line1(),
            address.line2(),
            address.postalCode() + " " + address.city(),
            address.country())
        .filter(Objects::nonNull)
        .map(Letter::oneLine)
        .toList();
  }

  private static String oneLine(String text) {
    return BREAKS.matcher(text).replaceAll(" ").strip();
  }
}
