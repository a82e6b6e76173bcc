package dev.orderflow.payment.domain;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.PaymentEvent;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.payment.PlacedOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One payment, told step by step: what order-service says ({@code created}, {@code confirmed},
 * {@code cancelled}, {@code cancelled#3} for a confirmed order), that the provider is asked ({@code
 * ask}), and what it answers ({@code held}, {@code refused}, {@code unclear} …), which asks first
 * if nothing was.
 */
final class Story {

  static final Patience PATIENCE =
      new Patience(
          Duration.ofSeconds(8),
          Duration.ofSeconds(40),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofHours(23),
          Duration.ofHours(1),
          Math::random);

  final PlacedOrder order;
  private final boolean lookUpFirst;
  Instant now = PlacedOrder.NOON;
  Payment payment;
  ProviderCall call;

  /** What the last step stated: nothing, an event, or one {@code again}. */
  String stated = "-";

  Story(PlacedOrder order) {
    this(order, false);
  }

  private Story(PlacedOrder order, boolean lookUpFirst) {
    this.order = order;
    this.lookUpFirst = lookUpFirst;
  }

  /** Told to a service whose row of it may have been lost. */
  static Story retold(String steps) {
    return new Story(PlacedOrder.paidWith("pm_card_visa"), true).tell(steps);
  }

  static Story of(String steps) {
    return new Story(PlacedOrder.paidWith("pm_card_visa")).tell(steps);
  }

  Story tell(String steps) {
    if (steps != null) Pattern.compile(", ").splitAsStream(steps).forEach(this::step);
    return this;
  }

  Story after(Duration time) {
    now = now.plus(time);
    return this;
  }

  String next() {
    return payment.nextOperation().map(Operation::name).orElse("-");
  }

  Moment moment() {
    return new Moment(now, now);
  }

  private void step(String step) {
    switch (step) {
      case "created" -> hear(order.created());
      case "confirmed" -> hear(order.confirmed());
      case "confirmed#3" -> hear(order.confirmedAfterCancellation());
      case "cancelled" -> hear(order.cancelled());
      case "cancelled#3" -> hear(order.cancelledAfterConfirmation());
      case "ask" -> call = payment.attempt(moment(), PATIENCE).orElseThrow();
      case "forget" -> call = null;
      default -> record(answer(step));
    }
  }

  void hear(EventEnvelope<OrderEvent> told) {
    Cashier cashier =
        new Cashier(Optional.ofNullable(payment).stream().toList(), moment(), lookUpFirst);
    try {
      Answer answer =
          switch (told.data()) {
            case OrderCreated created -> cashier.authorize(created, told, null);
            case OrderConfirmed confirmed -> cashier.capture(confirmed, told, null);
            case OrderCancelled cancelled -> cashier.release(cancelled, told, null);
          };
      cashier.opened().forEach(opened -> payment = opened);
      stated = describe(answer.event()) + (answer.repeated() ? " again" : "");
    } catch (Refusal refusal) {
      stated = refusal.reason().name();
    }
  }

  void record(ProviderAnswer answer) {
    if (call == null) step("ask");
    stated = describe(payment.record(call, answer, moment(), PATIENCE));
    call = null;
  }

  static ProviderAnswer answer(String name) {
    return switch (name) {
      case "held" -> new ProviderAnswer.Held("pi_1");
      case "charged" -> new ProviderAnswer.Charged("pi_1");
      case "released" -> new ProviderAnswer.Released();
      case "paidBack" -> new ProviderAnswer.PaidBack();
      case "refused" -> new ProviderAnswer.Refused("insufficient_funds", "No money.");
      case "notFound" -> new ProviderAnswer.NotFound();
      case "unclear" -> new ProviderAnswer.Unclear("timed out");
      case "keySpent" -> new ProviderAnswer.Unclear("saved error", true);
      default -> throw new IllegalArgumentException(name);
    };
  }

  static final List<String> ANSWERS =
      List.of(
          "held", "charged", "released", "paidBack", "refused", "notFound", "unclear", "keySpent");

  private static String describe(Optional<EventEnvelope<PaymentEvent>> event) {
    return event.map(e -> e.type().name() + " " + e.sequence()).orElse("-");
  }
}
