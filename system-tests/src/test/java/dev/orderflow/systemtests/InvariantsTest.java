package dev.orderflow.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.systemtests.Invariants.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An invariant counts once a planted bug has made its check fail. */
class InvariantsTest {

  private static final UUID ORDER = UUID.fromString("01999a3e-7c10-7b4e-9a52-3f6c1d2e4b5a");
  private static final UUID CREATED = UUID.randomUUID();
  private static final UUID RESERVED = UUID.randomUUID();
  private static final UUID CONFIRMED = UUID.randomUUID();

  @Test
  void findsNothingWrongWithAnOrderThatWentWell() {
    assertThat(Invariants.violatedBy(wentWell())).isEmpty();
  }

  static Stream<Arguments> plantedBugs() {
    return Stream.of(
        bug("S1", f -> f.stock().set(0, new Facts.Stock("MUG", 7, 8, 10, 3, 0))),
        bug("S1", f -> f.stock().set(0, new Facts.Stock("MUG", 9, 0, 10, 2, 0))),
        bug("S2", f -> f.stock().set(0, new Facts.Stock("MUG", 8, 1, 10, 2, 0))),
        bug("S2", f -> f.stock().set(0, new Facts.Stock("MUG", 10, 0, 10, 0, 0))),
        bug(
            "M1",
            f -> f.ledger().add(new Facts.Charge(ORDER.toString(), "CAPTURED", "pi_2", 2580))),
        bug("M1", f -> f.ledger().remove(1)),
        bug(
            "M1",
            f -> f.ledger().add(new Facts.Charge(ORDER.toString(), "AUTHORIZED", "pi_2", 2580))),
        bug(
            "M1",
            f ->
                f.ledger()
                    .add(new Facts.Charge(UUID.randomUUID().toString(), "CAPTURED", "pi_3", 1))),
        bug(
            "M2",
            f ->
                f.payments()
                    .set(0, new Facts.Payment(ORDER, "CAPTURED", new BigDecimal("25.81"), false))),
        bug("O2", f -> f.orders().add(f.orders().getFirst())),
        bug("O3", f -> f.orders().set(0, order("PENDING", false, history()))),
        bug("O3", f -> f.outboxes().put("order-service", 1L)),
        bug("O4", f -> f.orders().set(0, order("CONFIRMED", true, history().subList(0, 2)))),
        bug("O4", f -> f.orders().set(0, order("CANCELLED", true, history()))),
        bug("E1", f -> f.published().remove(1)),
        bug(
            "E1",
            f ->
                f.published()
                    .add(published("inventory", 1, 9, UUID.randomUUID(), "inventory-service", 2))),
        bug(
            "E2",
            f -> f.published().set(2, published("orders", 2, 1, CONFIRMED, "order-service", 2))),
        bug(
            "E2",
            f -> f.published().set(0, published("orders", 1, 5, CREATED, "order-service", 1))),
        bug("N1", f -> f.mails().clear()),
        bug("N1", f -> f.mails().add(new Facts.Mail(ORDER + ".another", "ada@example.com"))),
        bug("P1", f -> f.parked().addAll(List.of(parked(""), parked("")))),
        bug("C1", f -> f.parked().add(parked("{\"paymentToken\":\"pm_card_visa\"}"))),
        bug(
            "C1",
            f ->
                f.payments()
                    .set(0, new Facts.Payment(ORDER, "CAPTURED", new BigDecimal("25.80"), true))));
  }

  @ParameterizedTest
  @MethodSource("plantedBugs")
  void catches(String invariant, Consumer<Facts> bug) {
    Facts facts = wentWell();

    bug.accept(facts);

    assertThat(Invariants.violatedBy(facts)).extracting(Violation::invariant).contains(invariant);
  }

  private static Arguments bug(String invariant, Consumer<Facts> plant) {
    return Arguments.of(invariant, plant);
  }

  private static Facts wentWell() {
    return new Facts(
        list(order("CONFIRMED", true, history())),
        list(new Facts.Stock("MUG", 8, 0, 10, 2, 0)),
        list(
            new Facts.Reservation(
                ORDER, "COMMITTED", List.of(new Facts.Line("MUG", 2, BigDecimal.ZERO)))),
        list(new Facts.Payment(ORDER, "CAPTURED", new BigDecimal("25.80"), false)),
        list(
            new Facts.Charge(ORDER.toString(), "AUTHORIZED", "pi_1", 2580),
            new Facts.Charge(ORDER.toString(), "CAPTURED", "pi_1", 2580)),
        list(new Facts.Mail(ORDER + ".order-confirmed", "ada@example.com")),
        list(
            published("orders", 1, 0, CREATED, "order-service", 1),
            published("inventory", 1, 0, RESERVED, "inventory-service", 1),
            published("orders", 1, 1, CONFIRMED, "order-service", 2)),
        list(),
        new TreeMap<>(Map.of("order-service", 0L)));
  }

  private static Facts.Order order(String status, boolean settled, List<Facts.Recorded> history) {
    return new Facts.Order(
        ORDER,
        "anonymous/1",
        status,
        true,
        settled,
        new BigDecimal("25.80"),
        "EUR",
        List.of(new Facts.Line("MUG", 2, new BigDecimal("12.90"))),
        3,
        history);
  }

  private static List<Facts.Recorded> history() {
    return List.of(
        new Facts.Recorded(1, CREATED, "order-service", "dev.orderflow.OrderCreated.v1", 1),
        new Facts.Recorded(
            2, RESERVED, "inventory-service", "dev.orderflow.InventoryReserved.v1", 1),
        new Facts.Recorded(3, CONFIRMED, "order-service", "dev.orderflow.OrderConfirmed.v1", 2));
  }

  private static Facts.Published published(
      String topic, int partition, long offset, UUID id, String source, long sequence) {
    return new Facts.Published(
        topic, partition, offset, ORDER.toString(), id, source, "type", sequence);
  }

  private static Facts.Parked parked(String value) {
    return new Facts.Parked("inventory-service", "orders", 1, 1, "NOT_JSON", value);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // The elements are only copied.
  private static <T> List<T> list(T... elements) {
    return new ArrayList<>(List.of(elements));
  }
}
