package dev.orderflow.systemtests.simulation;

import dev.orderflow.inventory.domain.Stock;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import dev.orderflow.payment.domain.Payment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Four services, what lies between and around them, and one clock. It goes on by steps; which one
 * is next is somebody else's choice.
 */
final class World {

  static final Instant BEGINNING = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(5), Duration.ofMinutes(1), HOUR, Duration.ofHours(25));

  final Scene scene;
  final Topics topics;
  final Provider provider = new Provider(this);
  final PostOffice postOffice = new PostOffice();
  final OrderService orders;
  final InventoryService inventory;
  final PaymentService payments;
  final NotificationService notifications;
  Instant now = BEGINNING;
  private int placed;
  private final Set<UUID> cancelled = new LinkedHashSet<>();
  private Story story = Story.beginning(BEGINNING);

  World(Scene scene) {
    this.scene = scene;
    topics = new Topics(scene.partitions());
    orders = new OrderService(this);
    inventory = new InventoryService(this);
    payments = new PaymentService(this);
    notifications = new NotificationService(this);
    scene.stock().forEach((sku, pieces) -> inventory.stocks.store(sku, new Stock(sku, pieces)));
  }

  /** Another one that is just like this and goes its own way. */
  World copy() {
    World copy = new World(scene);
    copy.topics.become(topics);
    copy.provider.become(provider);
    copy.postOffice.become(postOffice);
    copy.orders.become(orders);
    copy.inventory.become(inventory);
    copy.payments.become(payments);
    copy.notifications.become(notifications);
    copy.now = now;
    copy.placed = placed;
    copy.cancelled.addAll(cancelled);
    copy.story = story;
    return copy;
  }

  /** Tells two worlds apart by everything that may matter later. */
  long fingerprint() {
    Fingerprint fingerprint = new Fingerprint().add(now).add(placed).all(cancelled);
    services().forEach(service -> service.addTo(fingerprint));
    return postOffice.addTo(provider.addTo(topics.addTo(fingerprint))).bits();
  }

  // ---- What may happen next

  /** All that happens by itself. */
  List<Step> life() {
    List<Step> steps = new ArrayList<>();
    if (!orders.isAway() && placed < scene.purchases().size())
      steps.add(new Step(orders, "takes an order", null, this::place));
    services().stream()
        .filter(service -> !service.isAway())
        .forEach(service -> service.life(steps));
    return steps;
  }

  /** Time passes until something is due; nothing if nothing ever will be. */
  Optional<Step> time() {
    return timers()
        .filter(time -> time.isAfter(now))
        .min(Instant::compareTo)
        .map(next -> new Step(null, "time passes", null, () -> now = next));
  }

  /** Customers change their minds, each at most once. */
  List<Step> whims() {
    if (orders.isAway() || cancelled.size() == scene.whims()) return List.of();
    return orders.orders.views().stream()
        .filter(order -> !cancelled.contains(order.id()))
        .map(order -> new Step(orders, "is asked to cancel", order.id(), () -> cancel(order.id())))
        .toList();
  }

  /** All that may go wrong. */
  List<Step> faults() {
    List<Step> steps = new ArrayList<>();
    services().stream()
        .filter(service -> !service.isAway())
        .forEach(service -> service.faults(steps));
    provider.faults(steps);
    PAUSES.forEach(pause ->
        steps.add(
            new Step(null, "everything stands still for", pause, () -> now = now.plus(pause))));
    services()
        .forEach(service ->
            steps.add(
                new Step(
                    null, "an hour without", service.name.id(), () -> service.stayAwayFor(HOUR))));
    return steps;
  }

  void take(Step step) {
    tell(null, step);
    step.action().run();
    Promises.checkAlways(this);
  }

  private void place() {
    Purchase purchase = scene.purchases().get(placed++);
    orders.place(purchase);
  }

  private void cancel(UUID orderId) {
    cancelled.add(orderId);
    orders.cancelForCustomer(orderId);
  }

  boolean wasAskedToCancel(UUID orderId) {
    return cancelled.contains(orderId);
  }

  private Stream<Instant> timers() {
    return Stream.of(
            services().stream().map(Service::awayUntil),
            orders.orders.views().stream().map(Order::redriveAt),
            orders.orders.views().stream()
                .filter(it -> it.status() == OrderStatus.PENDING)
                .map(Order::deadlineAt),
            payments.payments.views().stream().map(Payment::nextAttemptAt),
            notifications.notifications.views().stream().map(NotificationService.Row::due))
        .flatMap(times -> times)
        .filter(Objects::nonNull);
  }

  // ---- What is known of it

  List<Service> services() {
    return List.of(orders, inventory, payments, notifications);
  }

  boolean has(Bug bug) {
    return scene.bug() == bug;
  }

  void tell(UUID orderId, Object... words) {
    story = story.then(now, orderId, words);
  }

  /**
   * What went wrong, and all that led to it.
   *
   * @param how to see it again
   */
  AssertionError failure(RuntimeException e, String how) {
    UUID about = e instanceof Broken broken ? broken.orderId : null;
    return new AssertionError(
        "%s%nagain with %s, in %s%n%s"
            .formatted(
                Purchase.named(String.valueOf(e.getMessage())), how, scene, story.about(about)),
        e);
  }
}
