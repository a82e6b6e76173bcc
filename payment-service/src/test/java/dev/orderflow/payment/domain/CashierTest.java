package dev.orderflow.payment.domain;

import static dev.orderflow.payment.PlacedOrder.paidWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.payment.PlacedOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CashierTest {

  private final Moment moment = new Moment(PlacedOrder.NOON, PlacedOrder.NOON);
  private final Cashier cashier = new Cashier(List.of(), moment, false);

  @Test
  void beginsAsManyCallsAsThereIsRoomForAndLeavesTheRestDue() {
    IntStream.range(0, 5).forEach(_ -> create(cashier, paidWith("pm_card_visa")));

    List<ProviderCall> calls = cashier.begin(3, Story.PATIENCE);

    assertThat(calls).hasSize(3);
    assertThat(cashier.opened())
        .filteredOn(payment -> payment.attempts() == 0)
        .hasSize(2)
        .allMatch(payment -> moment.now().equals(payment.nextAttemptAt()));
  }

  @Test
  void beginsNoSecondCallWhileOneRuns() {
    Story capturing = Story.of("created, held, confirmed, ask");
    Cashier later = new Cashier(List.of(capturing.payment), moment, false);

    cancel(later, capturing.order.cancelledAfterConfirmation());

    assertThat(later.changed()).containsExactly(capturing.payment);
    assertThat(later.begin(10, Story.PATIENCE)).isEmpty();
  }

  @Test
  void asksNobodyForAnOrderThatIsCancelledInTheSameBatch() {
    PlacedOrder order = paidWith("pm_card_visa");

    create(cashier, order);
    Answer answer = cancel(cashier, order.cancelled());

    assertThat(answer.event().orElseThrow().type().name()).isEqualTo("PaymentVoided");
    assertThat(cashier.begin(10, Story.PATIENCE)).isEmpty();
    assertThat(cashier.opened()).hasSize(1);
    assertThat(cashier.changed()).isEmpty();
  }

  @Test
  void searchesForThePaymentOfAnOrderThatWasConfirmedBeforeItsRowWasLost() {
    PlacedOrder order = paidWith("pm_card_visa");

    create(cashier, order);
    assertThatThrownBy(() -> confirm(cashier, order)).isInstanceOf(Refusal.class);
    Answer answer = cancel(cashier, order.cancelledAfterConfirmation());

    assertThat(answer.event()).isEmpty();
    assertThat(cashier.begin(10, Story.PATIENCE))
        .extracting(ProviderCall::operation)
        .containsExactly(Operation.LOOK_UP);
  }

  @Test
  void searchesForThePaymentOfAnOrderOfWhichOnlyTheCancellationIsLeft() {
    cancel(cashier, paidWith("pm_card_visa").cancelledAfterConfirmation());

    assertThat(cashier.begin(10, Story.PATIENCE))
        .extracting(ProviderCall::operation)
        .containsExactly(Operation.LOOK_UP);
  }

  @Test
  void searchesFirstForEveryPaymentThatMayHaveBeenLost() {
    Cashier restored = new Cashier(List.of(), moment, true);
    PlacedOrder cancelled = paidWith("pm_card_visa");

    create(restored, paidWith("pm_card_visa"));
    create(restored, cancelled);
    Answer answer = cancel(restored, cancelled.cancelled());
    cancel(restored, paidWith("pm_card_visa").cancelled());

    assertThat(answer.event()).isEmpty();
    assertThat(restored.begin(10, Story.PATIENCE))
        .extracting(ProviderCall::operation)
        .containsOnly(Operation.LOOK_UP)
        .hasSize(3);
  }

  @Test
  void opensOnePaymentForAnOrderThatComesTwiceInABatch() {
    PlacedOrder order = paidWith("pm_card_visa");

    create(cashier, order);
    Answer again = create(cashier, order);

    assertThat(again.repeated()).isTrue();
    assertThat(cashier.opened()).hasSize(1);
    assertThat(cashier.begin(10, Story.PATIENCE)).hasSize(1);
  }

  private static Answer create(Cashier cashier, PlacedOrder order) {
    return cashier.authorize((OrderCreated) order.created().data(), order.created(), null);
  }

  private static Answer confirm(Cashier cashier, PlacedOrder order) {
    return cashier.capture((OrderConfirmed) order.confirmed().data(), order.confirmed(), null);
  }

  private static Answer cancel(Cashier cashier, EventEnvelope<OrderEvent> told) {
    return cashier.release((OrderCancelled) told.data(), told, null);
  }
}
