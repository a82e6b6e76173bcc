package dev.orderflow.events.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.Event;
import dev.orderflow.events.InventoryCommitted;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.PaymentCaptured;
import dev.orderflow.events.PaymentFailed;
import dev.orderflow.events.PaymentRefunded;
import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.events.value.PaymentStage;
import dev.orderflow.events.value.StockLine;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventJsonTest {

  private static final UUID ORDER = UUID.fromString("01999a3e-7c10-7b4e-9a52-3f6c1d2e4b5a");
  private static final Money PRICE = Money.of("12.90", "EUR");

  @Test
  void agreesWithAnEqualEvent() {
    assertThat(agree(failed("expired", "Too late."), failed("expired", "Too late."))).isTrue();
  }

  @Test
  void agreesWithAnEventThatLacksAField() {
    assertThat(agree(failed("expired", "Too late."), failed("expired", null))).isTrue();
    assertThat(agree(confirmed(address(null)), confirmed(null))).isTrue();
  }

  @Test
  void agreesWithAnEventThatLacksAFieldOfAValue() {
    assertThat(agree(confirmed(address("Flat 2")), confirmed(address(null)))).isTrue();
  }

  @Test
  void disagreesAboutAFieldThatBothHave() {
    assertThat(agree(failed("expired", "Too late."), failed("expired", "Late."))).isFalse();
    assertThat(agree(failed("expired", null), failed("canceled", "Too late."))).isFalse();
    assertThat(agree(confirmed(address("Flat 2")), confirmed(address("Flat 3")))).isFalse();
  }

  @Test
  void disagreesAboutLists() {
    StockLine mugs = new StockLine("MUG-01", 2);
    StockLine lamp = new StockLine("LAMP-01", 1);

    assertThat(agree(reserved(mugs), reserved(mugs, lamp))).isFalse();
    assertThat(agree(reserved(mugs, lamp), reserved(lamp, mugs))).isFalse();
    assertThat(agree(reserved(mugs), reserved(new StockLine("MUG-01", 3)))).isFalse();
  }

  @Test
  void disagreesWithAnotherEventOfTheSameFields() {
    assertThat(agree(reserved(), new InventoryCommitted(ORDER, List.of()))).isFalse();
    assertThat(
            agree(
                new PaymentCaptured(ORDER, PRICE, "pi_1"),
                new PaymentRefunded(ORDER, PRICE, "pi_1")))
        .isFalse();
  }

  private static boolean agree(Event one, Event other) {
    assertThat(EventJson.agree(one, other)).isEqualTo(EventJson.agree(other, one));
    return EventJson.agree(one, other);
  }

  private static PaymentFailed failed(String code, @Nullable String detail) {
    return new PaymentFailed(ORDER, PRICE, PaymentStage.CAPTURE, code, detail);
  }

  private static InventoryReserved reserved(StockLine... lines) {
    return new InventoryReserved(ORDER, List.of(lines));
  }

  private static OrderConfirmed confirmed(@Nullable Address address) {
    OrderLine mug = OrderLine.of("MUG-01", "Mug", 1, PRICE);
    Customer ada = new Customer("Ada Lovelace", "ada@example.com");
    return new OrderConfirmed(ORDER, "OF-100042", ada, List.of(mug), PRICE, address);
  }

  private static Address address(@Nullable String line2) {
    return new Address("12 St James Sq", line2, "London", "SW1Y 4JH", "GB");
  }
}
