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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.wire.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The full table: in each state that an order can be in, what each fact makes of it. A cell is the
 * progress that it leads to, {@code confirm}, {@code cancel}, or
 *
 * <ul>
 *   <li>{@code repeat}: known or overtaken, nothing changes
 *   <li>{@code contra}: a contradiction, parked
 *   <li>{@code forbid}: a forbidden transition, parked
 *   <li>{@code -}: no order is ever in this state
 * </ul>
 */
class OrderTableTest {

  /** REVOKED is an order that was confirmed before it was cancelled. */
  enum Situation {
    PENDING,
    CONFIRMED,
    CANCELLED,
    REVOKED
  }

  /** What an order may hear, and the verb that it hears it by. */
  enum Fact {
    InventoryReserved(order -> order.reserved(reserved(), NOW)),
    InventoryRejected(order -> order.rejected(rejected(), NOW)),
    InventoryCommitted(order -> order.committed(committed())),
    InventoryReleased(order -> order.released(released())),
    PaymentSucceeded(order -> order.authorized(succeeded(), NOW)),
    PaymentDeclined(order -> order.paymentFailed(declined(), NOW)),
    CaptureFailed(order -> order.paymentFailed(captureFailed(), NOW)),
    PaymentCaptured(order -> order.captured(captured())),
    PaymentVoided(order -> order.voided(voided())),
    PaymentRefunded(order -> order.refunded(refunded()));

    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<Order, Reaction> verb;

    Fact(Function<Order, Reaction> verb) {
      this.verb = verb;
    }

    Reaction tell(Order order) {
      return verb.apply(order);
    }

    boolean isAboutStock() {
      return name().startsWith("Inventory");
    }
  }

  private static final Moment NOW = after(Duration.ZERO);

  // What completes a PENDING order confirms it as well.
  private static final String STOCK =
      """
                                    AWAITED    RESERVED   REJECTED  COMMITTED  RELEASED
      PENDING   InventoryReserved   RESERVED   repeat     -         -          -
      PENDING   InventoryRejected   cancel     contra     -         -          -
      PENDING   InventoryCommitted  forbid     forbid     -         -          -
      PENDING   InventoryReleased   forbid     forbid     -         -          -
      CONFIRMED InventoryReserved   -          repeat     -         repeat     -
      CONFIRMED InventoryRejected   -          contra     -         contra     -
      CONFIRMED InventoryCommitted  -          COMMITTED  -         repeat     -
      CONFIRMED InventoryReleased   -          forbid     -         forbid     -
      CANCELLED InventoryReserved   RESERVED   repeat     contra    -          repeat
      CANCELLED InventoryRejected   REJECTED   contra     repeat    -          repeat
      CANCELLED InventoryCommitted  forbid     forbid     forbid    -          forbid
      CANCELLED InventoryReleased   RELEASED   RELEASED   RELEASED  -          repeat
      REVOKED   InventoryReserved   -          repeat     -         repeat     repeat
      REVOKED   InventoryRejected   -          contra     -         contra     repeat
      REVOKED   InventoryCommitted  -          COMMITTED  -         repeat     repeat
      REVOKED   InventoryReleased   -          RELEASED   -         RELEASED   repeat
      """;

  private static final String PAYMENT =
      """
                                    AWAITED    AUTHORIZED     DECLINED CAPTURED CAPTURE_FAILED VOIDED  REFUNDED
      PENDING   PaymentSucceeded    AUTHORIZED repeat         -        -        -              -       -
      PENDING   PaymentDeclined     cancel     contra         -        -        -              -       -
      PENDING   CaptureFailed       forbid     forbid         -        -        -              -       -
      PENDING   PaymentCaptured     forbid     forbid         -        -        -              -       -
      PENDING   PaymentVoided       forbid     forbid         -        -        -              -       -
      PENDING   PaymentRefunded     forbid     forbid         -        -        -              -       -
      CONFIRMED PaymentSucceeded    -          repeat         -        repeat   -              -       -
      CONFIRMED PaymentDeclined     -          contra         -        contra   -              -       -
      CONFIRMED CaptureFailed       -          cancel         -        contra   -              -       -
      CONFIRMED PaymentCaptured     -          CAPTURED       -        repeat   -              -       -
      CONFIRMED PaymentVoided       -          forbid         -        forbid   -              -       -
      CONFIRMED PaymentRefunded     -          forbid         -        forbid   -              -       -
      CANCELLED PaymentSucceeded    AUTHORIZED repeat         contra   repeat   -              repeat  repeat
      CANCELLED PaymentDeclined     DECLINED   contra         repeat   contra   -              repeat  contra
      CANCELLED CaptureFailed       forbid     forbid         forbid   forbid   -              forbid  forbid
      CANCELLED PaymentCaptured     CAPTURED   CAPTURED       contra   repeat   -              contra  repeat
      CANCELLED PaymentVoided       VOIDED     VOIDED         VOIDED   contra   -              repeat  contra
      CANCELLED PaymentRefunded     REFUNDED   REFUNDED       contra   REFUNDED -              contra  repeat
      REVOKED   PaymentSucceeded    -          repeat         -        repeat   repeat         repeat  repeat
      REVOKED   PaymentDeclined     -          contra         -        contra   contra         repeat  contra
      REVOKED   CaptureFailed       -          CAPTURE_FAILED -        repeat   repeat         repeat  repeat
      REVOKED   PaymentCaptured     -          CAPTURED       -        repeat   CAPTURED       contra  repeat
      REVOKED   PaymentVoided       -          VOIDED         -        contra   VOIDED         repeat  contra
      REVOKED   PaymentRefunded     -          REFUNDED       -        REFUNDED REFUNDED       contra  repeat
      """;

  private static final Map<List<String>, String> CELLS = new HashMap<>();

  static {
    read(STOCK);
    read(PAYMENT);
  }

  record State(Situation situation, StockProgress stock, PaymentProgress payment) {

    static State of(Order order) {
      Situation situation =
          switch (order.status()) {
            case PENDING -> Situation.PENDING;
            case CONFIRMED -> Situation.CONFIRMED;
            case CANCELLED -> order.confirmedAt() == null ? Situation.CANCELLED : Situation.REVOKED;
          };
      return new State(situation, order.stock(), order.payment());
    }

    Order order() {
      Order order = placedOrder();
      order.stock = stock;
      order.payment = payment;
      if (situation == Situation.PENDING) return order;
      order.paymentToken = null;
      if (situation != Situation.CANCELLED) order.confirmedAt = OrderFixtures.PLACED_AT;
      order.status = OrderStatus.CONFIRMED;
      if (situation == Situation.CONFIRMED) return order;
      order.status = OrderStatus.CANCELLED;
      order.cancellationReason = CancellationReason.CUSTOMER_REQUEST;
      return order;
    }
  }

  record Cell(State state, Fact fact) {

    String expected() {
      Enum<?> progress = fact.isAboutStock() ? state.stock() : state.payment();
      return CELLS.get(List.of(state.situation().name(), fact.name(), progress.name()));
    }

    @Override
    public String toString() {
      return state + " hears " + fact.name() + ": " + expected();
    }
  }

  static Stream<State> states() {
    return Arrays.stream(Situation.values())
        .flatMap(situation ->
            Arrays.stream(StockProgress.values())
                .filter(stock -> isLegal(situation, "InventoryReserved", stock))
                .flatMap(stock ->
                    Arrays.stream(PaymentProgress.values())
                        .filter(payment -> isLegal(situation, "PaymentSucceeded", payment))
                        .map(payment -> new State(situation, stock, payment))))
        .filter(state -> !isUndecidedThoughComplete(state));
  }

  private static boolean isLegal(Situation situation, String anyFact, Enum<?> progress) {
    return !CELLS.get(List.of(situation.name(), anyFact, progress.name())).equals("-");
  }

  private static boolean isUndecidedThoughComplete(State state) {
    return state.equals(
        new State(Situation.PENDING, StockProgress.RESERVED, PaymentProgress.AUTHORIZED));
  }

  static Stream<Cell> cells() {
    return states().flatMap(state -> facts().map(fact -> new Cell(state, fact)));
  }

  static Stream<Fact> facts() {
    return Arrays.stream(Fact.values());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void decidesEveryCell(Cell cell) {
    Order order = cell.state().order();

    switch (cell.expected()) {
      case "repeat" -> {
        assertThat(cell.fact().tell(order)).isEqualTo(Reaction.REPEATED);
        assertThat(State.of(order)).isEqualTo(cell.state());
      }
      case "contra" -> assertRefused(cell, order, Refusal.Reason.CONTRADICTION);
      case "forbid" -> assertRefused(cell, order, Refusal.Reason.FORBIDDEN_TRANSITION);
      case "cancel" -> {
        assertThat(cell.fact().tell(order).statement()).isInstanceOf(OrderCancelled.class);
        assertThat(order.status()).isEqualTo(OrderStatus.CANCELLED);
      }
      default -> assertProgress(cell, order);
    }
  }

  private static void assertProgress(Cell cell, Order order) {
    Reaction reaction = cell.fact().tell(order);

    State state = State.of(order);
    boolean isStock = cell.fact().isAboutStock();
    assertThat(isStock ? state.stock().name() : state.payment().name()).isEqualTo(cell.expected());
    assertThat(isStock ? state.payment() : state.stock())
        .isEqualTo(isStock ? cell.state().payment() : cell.state().stock());
    boolean complete =
        cell.state().situation() == Situation.PENDING
            && state.stock() == StockProgress.RESERVED
            && state.payment() == PaymentProgress.AUTHORIZED;
    if (complete) {
      assertThat(reaction.statement()).isInstanceOf(OrderConfirmed.class);
      assertThat(state.situation()).isEqualTo(Situation.CONFIRMED);
    } else {
      assertThat(reaction).isEqualTo(Reaction.NOTED);
      assertThat(state.situation()).isEqualTo(cell.state().situation());
    }
  }

  private static void assertRefused(Cell cell, Order order, Refusal.Reason reason) {
    assertThatThrownBy(() -> cell.fact().tell(order))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    assertThat(State.of(order)).isEqualTo(cell.state());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void changesNothingWhenAFactIsRepeated(Cell cell) {
    Order order = cell.state().order();
    if (List.of("contra", "forbid").contains(cell.expected())) return;
    cell.fact().tell(order);
    State told = State.of(order);

    Reaction again = cell.fact().tell(order);

    assertThat(again).isEqualTo(Reaction.REPEATED);
    assertThat(State.of(order)).isEqualTo(told);
  }

  @Test
  void bringsOrdersIntoEveryStateOfTheTableAndIntoNoOther() {
    Set<State> reached = new HashSet<>();
    Deque<State> toVisit = new ArrayDeque<>(List.of(State.of(placedOrder())));

    while (!toVisit.isEmpty()) {
      State state = toVisit.pop();
      if (reached.add(state)) next(state).forEach(toVisit::push);
    }

    assertThat(reached).containsExactlyInAnyOrderElementsOf(states().toList());
  }

  private static Stream<State> next(State state) {
    Stream<State> told = facts().map(fact -> told(state, fact));
    return Stream.concat(told, Stream.of(cancelled(state), expired(state)));
  }

  private static State told(State state, Fact fact) {
    Order order = state.order();
    try {
      fact.tell(order);
    } catch (Refusal refused) {
      assertThat(State.of(order)).isEqualTo(state);
    }
    return State.of(order);
  }

  private static State cancelled(State state) {
    Order order = state.order();
    order.cancelForCustomer(after(Duration.ZERO));
    return State.of(order);
  }

  private static State expired(State state) {
    Order order = state.order();
    order.expire(after(Duration.ofHours(1)));
    return State.of(order);
  }

  private static void read(String table) {
    List<String> rows = table.lines().toList();
    String[] columns = rows.getFirst().strip().split(" +", -1);
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.strip().split(" +", -1);
      for (int i = 0; i < columns.length; i++) {
        CELLS.put(List.of(cells[0], cells[1], columns[i]), cells[i + 2]);
      }
    }
  }
}
