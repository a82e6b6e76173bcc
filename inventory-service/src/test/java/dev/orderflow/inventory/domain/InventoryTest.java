package dev.orderflow.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orderflow.events.InventoryRejected;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.inventory.PlacedOrder;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryTest {

  private final Shop shop = Shop.with(new Stock("MUG-01", 10), new Stock("LAMP-01", 1));

  /** Every state × event, for a SKU of ten; {@code #3} is said as the third event of an order. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # heard before                  | then        | answer                        | on hand | reserved
                                          | created     | InventoryReserved 1           | 10      | 4
                                          | confirmed   | UNKNOWN_ORDER                 | 10      | 0
                                          | cancelled   | InventoryReleased 1           | 10      | 0
          created                         | created     | InventoryReserved 1 repeated  | 10      | 4
          created                         | confirmed   | InventoryCommitted 2          | 6       | 0
          created                         | cancelled   | InventoryReleased 2           | 10      | 0
          created                         | cancelled#3 | InventoryReleased 2           | 10      | 0
          created, confirmed              | created     | InventoryCommitted 2 repeated | 6       | 0
          created, confirmed              | confirmed   | InventoryCommitted 2 repeated | 6       | 0
          created, confirmed              | cancelled#3 | InventoryReleased 3           | 10      | 0
          created, confirmed, cancelled#3 | created     | InventoryReleased 3 repeated  | 10      | 0
          created, confirmed, cancelled#3 | confirmed   | InventoryReleased 3 repeated  | 10      | 0
          created, confirmed, cancelled#3 | cancelled#3 | InventoryReleased 3 repeated  | 10      | 0
          created, cancelled              | created     | InventoryReleased 2 repeated  | 10      | 0
          created, cancelled              | confirmed#3 | FORBIDDEN_TRANSITION          | 10      | 0
          created, cancelled              | cancelled   | InventoryReleased 2 repeated  | 10      | 0
          created, cancelled#3            | confirmed   | InventoryReleased 2 repeated  | 10      | 0
          cancelled                       | created     | InventoryReleased 1 repeated  | 10      | 0
          cancelled                       | confirmed#3 | FORBIDDEN_TRANSITION          | 10      | 0
          cancelled                       | cancelled   | InventoryReleased 1 repeated  | 10      | 0
          cancelled#3                     | confirmed   | InventoryReleased 1 repeated  | 10      | 0
          """)
  void answersWhatItHears(String before, String then, String answer, long onHand, long reserved) {
    var order = PlacedOrder.of("MUG-01", 4);
    told(order, before).forEach(shop::hears);

    String given = answer(event(order, then));

    assertThat(given).isEqualTo(answer);
    assertThat(shop.shelf("MUG-01").onHand()).isEqualTo(onHand);
    assertThat(shop.shelf("MUG-01").reserved()).isEqualTo(reserved);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # heard before     | then        | answer
                             | created     | InventoryRejected 1
          created            | created     | InventoryRejected 1 repeated
          created            | confirmed   | FORBIDDEN_TRANSITION
          created            | cancelled   | InventoryReleased 2
          created, cancelled | created     | InventoryReleased 2 repeated
          created, cancelled | cancelled   | InventoryReleased 2 repeated
          created, cancelled | confirmed#3 | FORBIDDEN_TRANSITION
          """)
  void movesNothingForWhatItRejected(String before, String then, String answer) {
    var order = PlacedOrder.of("MUG-01", 11);
    told(order, before).forEach(shop::hears);

    String given = answer(event(order, then));

    assertThat(given).isEqualTo(answer);
    assertThat(shop.shelf("MUG-01").onHand()).isEqualTo(10);
    assertThat(shop.shelf("MUG-01").reserved()).isZero();
  }

  @Test
  void reservesAllOrNothingAndSaysWhatIsShort() {
    var order = PlacedOrder.of("MUG-01", 2).with("LAMP-01", 3).with("POSTER-01", 1);

    Answer answer = shop.hears(order.created());

    assertThat(answer.event().data())
        .isEqualTo(
            new InventoryRejected(
                order.id(),
                List.of(new Shortage("LAMP-01", 3, 1), new Shortage("POSTER-01", 1, 0))));
    assertThat(shop.shelf("MUG-01").reserved()).isZero();
  }

  @Test
  void takesTwoLinesOfOneSkuForOneDemand() {
    var fits = PlacedOrder.of("MUG-01", 4).with("MUG-01", 6);
    var tooMuch = PlacedOrder.of("LAMP-01", 1).with("LAMP-01", 1);

    Answer reserved = shop.hears(fits.created());
    Answer rejected = shop.hears(tooMuch.created());

    assertThat(reserved.event().data())
        .isEqualTo(new InventoryReserved(fits.id(), List.of(new StockLine("MUG-01", 10))));
    assertThat(rejected.event().data())
        .isEqualTo(new InventoryRejected(tooMuch.id(), List.of(new Shortage("LAMP-01", 2, 1))));
  }

  @Test
  void sumsUpDemandsBeyondAnInt() {
    var order = PlacedOrder.of("MUG-01", Integer.MAX_VALUE).with("MUG-01", Integer.MAX_VALUE);

    Answer answer = shop.hears(order.created());

    assertThat(((InventoryRejected) answer.event().data()).shortages())
        .containsExactly(new Shortage("MUG-01", 2L * Integer.MAX_VALUE, 10));
  }

  @Test
  void refusesAnOrderToldWithOtherLines() {
    var order = PlacedOrder.of("MUG-01", 2);
    shop.hears(order.created());

    assertThat(answer(order.retold("MUG-01", 3).created())).isEqualTo("CONTRADICTION");
    assertThat(answer(order.retold("LAMP-01", 1).confirmed())).isEqualTo("CONTRADICTION");
    assertThat(answer(order.retold("LAMP-01", 2).cancelled())).isEqualTo("CONTRADICTION");
    assertThat(shop.shelf("MUG-01").reserved()).isEqualTo(2);
    assertThat(shop.shelf("LAMP-01").reserved()).isZero();
  }

  @Test
  void namesTheCauseOfItsAnswer() {
    var order = PlacedOrder.of("MUG-01", 2);

    Answer reserved = shop.hears(order.created());
    Answer committed = shop.hears(order.confirmed());

    assertThat(reserved.event().causationId()).isEqualTo(order.created().id());
    assertThat(committed.event().causationId()).isEqualTo(order.confirmed().id());
  }

  @Test
  void statesTheSameEventAgainWhenToldTwice() {
    var order = PlacedOrder.of("MUG-01", 2);

    Answer first = shop.hears(order.created());
    Answer second = shop.hears(order.created());

    assertThat(second.event()).isEqualTo(first.event());
  }

  @Test
  void changesNothingWhenItRefuses() {
    var order = PlacedOrder.of("MUG-01", 11);
    Answer rejected = shop.hears(order.created());

    assertThatExceptionOfType(Refusal.class).isThrownBy(() -> shop.hears(order.confirmed()));

    assertThat(shop.hears(order.created()).event()).isEqualTo(rejected.event());
  }

  private String answer(EventEnvelope<OrderEvent> told) {
    try {
      Answer answer = shop.hears(told);
      String name = answer.event().type().name() + " " + answer.event().sequence();
      return answer.repeated() ? name + " repeated" : name;
    } catch (Refusal refusal) {
      return refusal.reason().name();
    }
  }

  private static Stream<EventEnvelope<OrderEvent>> told(PlacedOrder order, String names) {
    return names == null
        ? Stream.empty()
        : Pattern.compile(", ").splitAsStream(names).map(name -> event(order, name));
  }

  private static EventEnvelope<OrderEvent> event(PlacedOrder order, String name) {
    return switch (name) {
      case "created" -> order.created();
      case "confirmed" -> order.confirmed();
      case "cancelled" -> order.cancelled();
      case "cancelled#3" -> order.cancelledAfterConfirmation();
      case "confirmed#3" -> order.confirmedAfterCancellation();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
