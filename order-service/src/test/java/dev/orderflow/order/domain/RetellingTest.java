package dev.orderflow.order.domain;

import static dev.orderflow.order.domain.OrderFixtures.after;
import static dev.orderflow.order.domain.OrderFixtures.captureFailed;
import static dev.orderflow.order.domain.OrderFixtures.captured;
import static dev.orderflow.order.domain.OrderFixtures.committed;
import static dev.orderflow.order.domain.OrderFixtures.declined;
import static dev.orderflow.order.domain.OrderFixtures.placedOrder;
import static dev.orderflow.order.domain.OrderFixtures.refunded;
import static dev.orderflow.order.domain.OrderFixtures.rejected;
import static dev.orderflow.order.domain.OrderFixtures.released;
import static dev.orderflow.order.domain.OrderFixtures.reserved;
import static dev.orderflow.order.domain.OrderFixtures.succeeded;
import static dev.orderflow.order.domain.OrderFixtures.voided;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.Event;
import dev.orderflow.events.NotificationFailed;
import dev.orderflow.events.NotificationSent;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventType;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.order.domain.Retelling.Line;
import dev.orderflow.order.messaging.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RetellingTest {

  private static final Snapshot ROW =
      new Snapshot(
          OrderStatus.CONFIRMED,
          StockProgress.COMMITTED,
          PaymentProgress.AUTHORIZED,
          MailProgress.SENT,
          MailProgress.AWAITED,
          6,
          true);

  private static final List<Line> HISTORY =
      history(
          "OrderCreated",
          "InventoryReserved",
          "PaymentSucceeded",
          "OrderConfirmed",
          "InventoryCommitted",
          "NotificationSent");

  private static final List<Event> FACTS =
      List.of(
          reserved(),
          rejected(),
          committed(),
          released(),
          succeeded(),
          declined(),
          captured(),
          captureFailed(),
          voided(),
          refunded(),
          sent(NotificationKind.ORDER_CONFIRMED),
          sent(NotificationKind.ORDER_CANCELLED),
          failed(NotificationKind.ORDER_CONFIRMED),
          failed(NotificationKind.ORDER_CANCELLED));

  static IntStream seeds() {
    return IntStream.range(0, 500);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void findsNothingWrongWithAnOrderWhateverItHears(int seed) {
    Random random = new Random(seed);
    Order order = placedOrder();
    List<Entry> entries = new ArrayList<>(List.of(state(order, order.created())));

    for (int n = 0; n < 30; n++) {
      if (random.nextInt(40) == 0) cancel(order, entries);
      hear(order, FACTS.get(random.nextInt(FACTS.size())), entries);
    }

    assertThat(Retelling.contradictions(snapshot(order), lines(entries))).isEmpty();
  }

  @Test
  void findsNothingWrongWithTheStoryThatFollows() {
    assertThat(Retelling.contradictions(ROW, HISTORY)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING,   COMMITTED, AUTHORIZED, SENT,    6, true,  status",
    "CONFIRMED, RESERVED,  AUTHORIZED, SENT,    6, true,  stock",
    "CONFIRMED, COMMITTED, CAPTURED,   SENT,    6, false, payment",
    "CONFIRMED, COMMITTED, AUTHORIZED, FAILED,  6, true,  mails",
    "CONFIRMED, COMMITTED, AUTHORIZED, AWAITED, 6, true,  mails",
    "CONFIRMED, COMMITTED, AUTHORIZED, SENT,    7, true,  its version is 7",
    "CONFIRMED, COMMITTED, AUTHORIZED, SENT,    6, false, it waits for answers and never asks"
  })
  void findsARowThatIsNotAsItsHistory(
      OrderStatus status,
      StockProgress stock,
      PaymentProgress payment,
      MailProgress mail,
      int version,
      boolean driven,
      String found) {
    Snapshot row =
        new Snapshot(status, stock, payment, mail, MailProgress.AWAITED, version, driven);

    assertThat(Retelling.contradictions(row, HISTORY)).anyMatch(it -> it.startsWith(found));
  }

  @Test
  void findsAnOrderThatAsksForWhatItHas() {
    Snapshot row =
        new Snapshot(
            OrderStatus.CONFIRMED,
            StockProgress.COMMITTED,
            PaymentProgress.CAPTURED,
            MailProgress.SENT,
            MailProgress.AWAITED,
            7,
            true);
    List<Line> history =
        Stream.concat(HISTORY.stream(), Stream.of(new Line(7, "PaymentCaptured"))).toList();

    assertThat(Retelling.contradictions(row, history))
        .containsExactly("it asks for answers that it has");
  }

  @Test
  void findsAGapInAHistory() {
    List<Line> gap = new ArrayList<>(HISTORY);
    gap.remove(1);

    assertThat(Retelling.contradictions(ROW, gap))
        .contains("its version is 6, its history has [1, 3, 4, 5, 6]");
  }

  @Test
  void knowsEveryEvent() {
    for (EventType type : EventType.all()) {
      assertThat(Retelling.contradictions(ROW, history(type.name())))
          .noneMatch(it -> it.contains("unknown event"));
    }
  }

  private static List<Line> history(String... types) {
    return IntStream.range(0, types.length).mapToObj(n -> new Line(n + 1, types[n])).toList();
  }

  private static void cancel(Order order, List<Entry> entries) {
    if (order.status() == OrderStatus.CANCELLED) return;
    OrderEvent statement = order.cancelForCustomer(after(Duration.ZERO)).statement();
    entries.add(state(order, requireNonNull(statement)));
  }

  private static void hear(Order order, Event fact, List<Entry> entries) {
    try {
      Reaction reaction = Listener.tell(order, fact, after(Duration.ZERO));
      if (!reaction.news()) return;
      entries.add(
          order.hear(
              EventEnvelope.of(fact, 1, OrderFixtures.PLACED_AT, null), OrderFixtures.PLACED_AT));
      if (reaction.statement() != null) entries.add(state(order, reaction.statement()));
    } catch (Refusal refused) {
      // Parked: it is in no history.
    }
  }

  private static Entry state(Order order, OrderEvent statement) {
    return order.state(statement, OrderFixtures.PLACED_AT, null);
  }

  private static Snapshot snapshot(Order order) {
    return new Snapshot(
        order.status(),
        order.stock(),
        order.payment(),
        order.confirmationMail(),
        order.cancellationMail(),
        order.version(),
        order.redriveAt() != null);
  }

  private static List<Line> lines(List<Entry> entries) {
    return entries.stream()
        .map(entry -> new Line(entry.version(), entry.event().type().name()))
        .toList();
  }

  private static NotificationSent sent(NotificationKind kind) {
    return new NotificationSent(OrderFixtures.ID, kind, "<1@shop>");
  }

  private static NotificationFailed failed(NotificationKind kind) {
    return new NotificationFailed(OrderFixtures.ID, kind, "<1@shop>", "550", null);
  }
}
