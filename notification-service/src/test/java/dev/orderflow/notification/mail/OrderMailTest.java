package dev.orderflow.notification.mail;

import static dev.orderflow.events.value.CancellationReason.CUSTOMER_REQUEST;
import static dev.orderflow.events.value.CancellationReason.OUT_OF_STOCK;
import static dev.orderflow.events.value.NotificationKind.ORDER_CANCELLED;
import static dev.orderflow.events.value.NotificationKind.ORDER_CONFIRMED;
import static dev.orderflow.notification.PlacedOrder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.notification.PlacedOrder;
import dev.orderflow.notification.domain.Notification;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderMailTest {

  private static final Pattern TAG = Pattern.compile("<[a-z!/][^>]*>");

  private final OrderMail orderMail = new OrderMail();
  private final PlacedOrder order = PlacedOrder.by("Ada Lovelace", "ada@example.com");

  @Test
  void confirmsWithNumberLinesTotalAndAddress() {
    var address = new Address("12 St James Sq", null, "London", "SW1Y 4JH", "GB");

    Mail mail = written(order.to(address).confirmed());

    assertThat(mail.subject()).isEqualTo("Your order A-1 is confirmed");
    assertThat(mail.address()).isEqualTo("ada@example.com");
    assertThat(mail.recipient()).isEqualTo("Ada Lovelace");
    assertThat(mail.date()).isEqualTo(NOON);
    assertThat(mail.text())
        .startsWith("Thank you, your order is confirmed\n\nDear Ada Lovelace,\n\nWe have")
        .contains("Order A-1\n\n2 × Mug, 12.90 EUR each: 25.80 EUR\n1 × Lamp,")
        .contains("12.90 EUR\n\nTotal: 38.70 EUR\n\n")
        .contains("Ships to\n12 St James Sq\nSW1Y 4JH London\nGB\n\n-- \n");
    assertThat(mail.html())
        .contains("Confirmed", "Dear Ada Lovelace,", "Order A-1", "2 × 12.90 EUR", ">25.80 EUR<")
        .contains(">38.70 EUR<", "SW1Y 4JH London")
        .doesNotContain("Cancelled");
  }

  @ParameterizedTest
  @EnumSource
  void saysInPlainWordsWhyItWasCancelled(CancellationReason reason) {
    Mail mail = written(order.cancelled(reason));

    assertThat(mail.subject()).isEqualTo("Your order A-1 is cancelled");
    assertThat(mail.text())
        .contains("Your order is cancelled", "38.70 EUR")
        .containsAnyOf("You pay nothing", "You have not been charged")
        .doesNotContain(reason.name(), "Ships to");
    assertThat(mail.html()).contains("Cancelled", "38.70 EUR").doesNotContain(reason.name());
  }

  @Test
  void givesTheDetailOfACancellation() {
    Mail mail = written(order.cancelled(OUT_OF_STOCK, "Lamp: 1 ordered, 0 there"));

    assertThat(mail.text()).contains("\nLamp: 1 ordered, 0 there\n");
    assertThat(mail.html()).contains("Lamp: 1 ordered, 0 there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</p></td></table><h1>Free",
        "${7*7} #{x} [[${y}]] @if(true)",
        "<!-- & &lt; -->"
      })
  void showsMarkupInNamesAsItIsWritten(String name) {
    Mail plain = written(order.confirmed());

    Mail mail = written(PlacedOrder.by(name, "ada@example.com").of(name).confirmed());

    assertThat(mail.text()).contains("Dear " + name + ",").contains("2 × " + name + ",");
    assertThat(TAG.matcher(mail.html()).results().count())
        .isEqualTo(TAG.matcher(plain.html()).results().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n", "\r", "\u2028", "\u0085", "\u000b", "\r\n\r\n"})
  void keepsWhatOthersWroteOnOneLine(String lineBreak) {
    String name = "Ada" + lineBreak + "Bcc: eve@example.com";

    Mail mail = written(PlacedOrder.by(name, "ada@example.com").of(name).confirmed());

    assertThat(mail.recipient()).isEqualTo("Ada Bcc: eve@example.com");
    assertThat(mail.text())
        .contains("Dear Ada Bcc: eve@example.com,")
        .contains("2 × Ada Bcc: eve@example.com,");
  }

  @Test
  void keepsTheSubjectOnOneLine() {
    var confirmed = (OrderConfirmed) order.confirmed().data();
    var forged =
        new OrderConfirmed(
            order.id(),
            "A-1\r\nBcc: eve@example.com",
            confirmed.customer(),
            confirmed.lines(),
            confirmed.total(),
            null);

    Mail mail = written(EventEnvelope.of(forged, 2, NOON, null));

    assertThat(mail.subject()).isEqualTo("Your order A-1 Bcc: eve@example.com is confirmed");
  }

  @Test
  void promisesTheMoneyBackToWhomeverChangedTheirMind() {
    assertThat(written(order.cancelled(CUSTOMER_REQUEST)).text())
        .contains("You asked us to cancel", "on its way back to you");
  }

  private Mail written(EventEnvelope<? extends OrderEvent> cause) {
    var kind = cause.data() instanceof OrderConfirmed ? ORDER_CONFIRMED : ORDER_CANCELLED;
    return orderMail.write(Notification.of(kind, cause, "example.com", null, NOON));
  }
}
