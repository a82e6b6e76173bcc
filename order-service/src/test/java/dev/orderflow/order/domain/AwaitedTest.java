package dev.orderflow.order.domain;

import static dev.orderflow.events.wire.EventSource.INVENTORY_SERVICE;
import static dev.orderflow.events.wire.EventSource.NOTIFICATION_SERVICE;
import static dev.orderflow.events.wire.EventSource.PAYMENT_SERVICE;
import static dev.orderflow.order.domain.OrderFixtures.PLACED_AT;
import static dev.orderflow.order.domain.OrderFixtures.placedOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AwaitedTest {

  static Stream<Arguments> everyCombination() {
    return Arrays.stream(OrderStatus.values())
        .flatMap(status ->
            Arrays.stream(StockProgress.values())
                .flatMap(stock ->
                    Arrays.stream(PaymentProgress.values())
                        .flatMap(payment ->
                            Arrays.stream(MailProgress.values())
                                .map(mail -> Arguments.of(status, stock, payment, mail)))));
  }

  @ParameterizedTest
  @MethodSource("everyCombination")
  void waitsForSomethingUntilItIsAnswered(
      OrderStatus status, StockProgress stock, PaymentProgress payment, MailProgress mail) {
    Order order = order(status, stock, payment, mail);
    // Such an order is confirmed in the transaction that completes it.
    boolean impossible =
        status == OrderStatus.PENDING
            && stock != StockProgress.AWAITED
            && payment != PaymentProgress.AWAITED;

    assertThat(order.awaited().isEmpty()).isEqualTo(order.isAnswered() || impossible);
  }

  @ParameterizedTest
  @MethodSource("everyCombination")
  void isSettledWhenNeitherStockNorPaymentIsAwaited(
      OrderStatus status, StockProgress stock, PaymentProgress payment, MailProgress mail) {
    Order order = order(status, stock, payment, mail);

    boolean open =
        order.awaited().stream().anyMatch(awaited -> awaited.owedBy() != NOTIFICATION_SERVICE);

    if (status != OrderStatus.PENDING) assertThat(open).isEqualTo(!order.isSettled());
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING,   AWAITED,   AWAITED,        AWAITED, RESERVATION AUTHORIZATION",
    "PENDING,   RESERVED,  AWAITED,        AWAITED, AUTHORIZATION",
    "PENDING,   AWAITED,   AUTHORIZED,     AWAITED, RESERVATION",
    "CONFIRMED, RESERVED,  AUTHORIZED,     AWAITED, COMMITMENT CAPTURE CONFIRMATION_MAIL",
    "CONFIRMED, COMMITTED, AUTHORIZED,     SENT,    CAPTURE",
    "CONFIRMED, RESERVED,  CAPTURED,       FAILED,  COMMITMENT",
    "CONFIRMED, COMMITTED, CAPTURED,       AWAITED, CONFIRMATION_MAIL",
    "CANCELLED, REJECTED,  AWAITED,        SENT,    RELEASE VOID_OR_REFUND",
    "CANCELLED, COMMITTED, CAPTURED,       AWAITED, RELEASE VOID_OR_REFUND CANCELLATION_MAIL",
    "CANCELLED, RELEASED,  CAPTURE_FAILED, SENT,    VOID_OR_REFUND",
    "CANCELLED, AWAITED,   DECLINED,       SENT,    RELEASE VOID_OR_REFUND",
    "CANCELLED, RELEASED,  DECLINED,       SENT,    VOID_OR_REFUND",
    "CANCELLED, RELEASED,  REFUNDED,       SENT,    ''"
  })
  void namesTheAnswers(
      OrderStatus status,
      StockProgress stock,
      PaymentProgress payment,
      MailProgress mail,
      String expected) {
    List<String> awaited =
        order(status, stock, payment, mail).awaited().stream().map(Enum::name).toList();

    assertThat(String.join(" ", awaited)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "AWAITED, AWAITED, CONFIRMATION_MAIL CANCELLATION_MAIL",
    "AWAITED, SENT,    CONFIRMATION_MAIL",
    "SENT,    AWAITED, CANCELLATION_MAIL",
    "FAILED,  AWAITED, CANCELLATION_MAIL",
    "SENT,    FAILED,  ''"
  })
  void namesEachMailThatIsMissingAboutAnOrderCancelledAfterItsConfirmation(
      MailProgress confirmation, MailProgress cancellation, String expected) {
    Order order =
        order(
            OrderStatus.CANCELLED, StockProgress.RELEASED, PaymentProgress.REFUNDED, cancellation);
    order.confirmedAt = PLACED_AT;
    order.confirmationMail = confirmation;

    List<String> awaited = order.awaited().stream().map(Enum::name).toList();

    assertThat(String.join(" ", awaited)).isEqualTo(expected);
    assertThat(order.isAnswered()).isEqualTo(awaited.isEmpty());
  }

  @Test
  void namesWhoOwesThem() {
    assertThat(Awaited.RESERVATION.owedBy()).isEqualTo(INVENTORY_SERVICE);
    assertThat(Awaited.CAPTURE.owedBy()).isEqualTo(PAYMENT_SERVICE);
    assertThat(Awaited.CANCELLATION_MAIL.owedBy()).isEqualTo(NOTIFICATION_SERVICE);
  }

  /** Never confirmed if it is cancelled: the mail about a confirmation does not matter to it. */
  private static Order order(
      OrderStatus status, StockProgress stock, PaymentProgress payment, MailProgress mail) {
    Order order = placedOrder();
    order.status = status;
    order.stock = stock;
    order.payment = payment;
    order.confirmedAt = status == OrderStatus.CONFIRMED ? PLACED_AT : null;
    order.confirmationMail = status == OrderStatus.CONFIRMED ? mail : MailProgress.AWAITED;
    order.cancellationMail = status == OrderStatus.CANCELLED ? mail : MailProgress.AWAITED;
    return order;
  }
}
