package dev.orderflow.payment.domain;

import static dev.orderflow.payment.PlacedOrder.paidWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.payment.PlacedOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CashierTest {

  private final Moment moment = new Moment(PlacedOrder.NOON, PlacedOrder.NOON);
  private final Cashier cashier = new Cashier(List.of(), moment);

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
    Cashier later = new Cashier(List.of(capturing.payment), moment);

    cancel(later, capturing.order);

    assertThat(later.changed()).containsExactly(capturing.payment);
    assertThat(later.begin(10, Story.PATIENCE)).isEmpty();
  }

  @Test
  void asksNobodyForAnOrderThatIsCancelledInTheSameBatch() {
    PlacedOrder order = paidWith("pm_card_visa");

    create(cashier, order);
    Answer answer = cancel(cashier, order);

    assertThat(answer.event().orElseThrow().type().name()).isEqualTo("PaymentVoided");
    assertThat(cashier.begin(10, Story.PATIENCE)).isEmpty();
    assertThat(cashier.opened()).hasSize(1);
    assertThat(cashier.changed()).isEmpty();
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

  private static Answer cancel(Cashier cashier, PlacedOrder order) {
    var told = order.cancelledAfterConfirmation();
    return cashier.release((OrderCancelled) told.data(), told, null);
  }
}
