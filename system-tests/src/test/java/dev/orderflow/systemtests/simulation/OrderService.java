package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.Event;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventJson;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.events.wire.Topic;
import dev.orderflow.order.domain.CancellationRefused;
import dev.orderflow.order.domain.Entry;
import dev.orderflow.order.domain.Moment;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import dev.orderflow.order.domain.Reaction;
import dev.orderflow.order.messaging.Listener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Takes orders and joins the answers, as {@code JoiningAnswers} and the sweepers do. */
final class OrderService extends Service {

  final Table<UUID, Order> orders = Table.ofEntities(Order.class);
  final Table<UUID, List<EventEnvelope<?>>> histories = Table.ofValues(Fingerprint::unordered);

  OrderService(World world) {
    super(
        world,
        EventSource.ORDER_SERVICE,
        Set.of(Topic.INVENTORY, Topic.PAYMENTS, Topic.NOTIFICATIONS));
  }

  void become(OrderService other) {
    super.become(other);
    orders.become(other.orders);
    histories.become(other.histories);
  }

  @Override
  List<Table<?, ?>> tables() {
    return List.of(orders, histories);
  }

  @Override
  void life(List<Step> steps) {
    super.life(steps);
    if (orders.views().stream().anyMatch(this::isOverdue))
      steps.add(step("expires orders", null, this::expire));
    if (orders.views().stream().anyMatch(this::isUnanswered))
      steps.add(step("re-drives", null, this::redrive));
  }

  void place(Purchase purchase) {
    transaction(transaction -> {
      Order order = Order.place(purchase.placement(), purchase.number(), clock(), moment());
      new Journal(transaction).state(order, order.created(), null);
    });
  }

  void cancelForCustomer(UUID orderId) {
    transaction(transaction -> {
      Order order = orders.lock(List.of(orderId)).getFirst();
      try {
        OrderEvent statement = order.cancelForCustomer(moment()).statement();
        if (statement != null) new Journal(transaction).state(order, statement, null);
      } catch (CancellationRefused refused) {
        world.tell(orderId, "which is refused:", refused.why());
      }
    });
  }

  @Override
  void handle(List<EventEnvelope<?>> batch, Transaction transaction) {
    List<Order> locked = orders.lock(orderIds(batch));
    Map<UUID, Order> byId = new HashMap<>();
    locked.forEach(order -> byId.put(order.id(), order));
    Journal journal = new Journal(transaction);
    batch.stream()
        .filter(event -> byId.get(event.orderId()).mayHaveHeard(event))
        .forEach(event -> journal.readHistoryOf(event.orderId()));
    batch.forEach(event -> hear(event, byId.get(event.orderId()), journal));
  }

  private void hear(EventEnvelope<?> event, Order order, Journal journal) {
    try {
      Reaction reaction =
          journal.holds(event) ? Reaction.REPEATED : Listener.tell(order, event.data(), moment());
      if (!reaction.news()) return;
      journal.hear(order, event);
      if (reaction.statement() != null) journal.state(order, reaction.statement(), event.id());
    } catch (Refusal refusal) {
      park(event, refusal);
    }
  }

  private void expire() {
    List<Order> overdue = lock(this::isOverdue);
    transaction(transaction -> {
      Journal journal = new Journal(transaction);
      overdue.forEach(order -> journal.state(order, order.expire(moment()).statement(), null));
    });
  }

  private void redrive() {
    transaction(transaction ->
        lock(this::isUnanswered)
            .forEach(order -> {
              if (order.redrive(moment()) && !world.has(Bug.NOBODY_REDRIVES))
                order.unanswered(statementsOf(order)).forEach(transaction::state);
              transaction.store(orders, order.id(), order);
            }));
  }

  private List<? extends EventEnvelope<?>> statementsOf(Order order) {
    return histories.view(order.id()).stream().filter(event -> event.source() == name).toList();
  }

  private List<Order> lock(Predicate<Order> which) {
    return orders.lock(orders.views().stream().filter(which).map(Order::id).toList());
  }

  private boolean isOverdue(Order order) {
    return isDue(order.redriveAt())
        && isDue(order.deadlineAt())
        && order.status() == OrderStatus.PENDING;
  }

  private boolean isUnanswered(Order order) {
    return isDue(order.redriveAt()) && !isOverdue(order);
  }

  private boolean isDue(Instant time) {
    return time != null && !time.isAfter(world.now);
  }

  private Moment moment() {
    return new Moment(world.now, Scene.TERMS);
  }

  /** What a transaction adds to the histories of orders. */
  private final class Journal {

    private final Transaction transaction;
    private final Map<UUID, Event> known = new HashMap<>();
    private final Map<UUID, List<EventEnvelope<?>>> grown = new LinkedHashMap<>();

    Journal(Transaction transaction) {
      this.transaction = transaction;
    }

    void readHistoryOf(UUID orderId) {
      histories.view(orderId).forEach(event -> known.put(event.id(), event.data()));
    }

    boolean holds(EventEnvelope<?> event) {
      Event before = known.get(event.id());
      if (before != null && !EventJson.agree(before, event.data()))
        throw Refusal.contradiction("the same id with another payload");
      return before != null;
    }

    void hear(Order order, EventEnvelope<?> event) {
      known.put(event.id(), event.data());
      enter(order, order.hear(event, clock()));
    }

    void state(Order order, OrderEvent statement, UUID cause) {
      Entry entry = order.state(statement, clock(), cause);
      enter(order, entry);
      transaction.state(entry.event());
    }

    private void enter(Order order, Entry entry) {
      List<EventEnvelope<?>> history = grown.computeIfAbsent(order.id(), this::historyOf);
      history.add(entry.event());
      Broken.unless(
          history.size() == entry.version(), "O4", order.id(), entry.version(), "of", history);
      transaction.store(orders, order.id(), order);
      transaction.store(histories, order.id(), List.copyOf(history));
    }

    private List<EventEnvelope<?>> historyOf(UUID orderId) {
      List<EventEnvelope<?>> history = histories.view(orderId);
      return new ArrayList<>(history == null ? List.of() : history);
    }
  }
}
