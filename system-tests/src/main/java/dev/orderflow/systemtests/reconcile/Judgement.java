package dev.orderflow.systemtests.reconcile;

import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.toSet;

import dev.orderflow.systemtests.Facts;
import dev.orderflow.systemtests.Invariants.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which broken promises count while the system is at work: those about orders that are done, or too
 * old not to be, and about products of which no other order is under way. What is under way in the
 * outboxes and the topics never counts, and what orders made of records and mails only as long as
 * those are kept.
 *
 * @param settled orders with their outcome complete and mailed
 * @param busySkus what the orders under way are about
 * @param before orders placed earlier count whatever their state
 * @param recordsSince all records of orders placed since then are still there
 * @param mailsSince so are all their mails
 */
record Judgement(
    Set<UUID> settled,
    Set<String> busySkus,
    Instant before,
    Instant recordsSince,
    Instant mailsSince) {

  /** An inbox with fewer mails has never thrown one away; {@code docker compose} has this one. */
  private static final int SMALLEST_INBOX = 10_000;

  private static final Pattern ORDER_ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  static Judgement of(Facts facts, Instant before, Instant recordsSince) {
    List<Facts.Order> orders = facts.orders();
    Set<UUID> settled =
        orders.stream().filter(Judgement::isDone).map(Facts.Order::id).collect(toSet());
    Set<String> busySkus =
        orders.stream()
            .filter(order -> !settled.contains(order.id()))
            .flatMap(order -> order.lines().stream())
            .map(Facts.Line::sku)
            .collect(toSet());
    return new Judgement(settled, busySkus, before, recordsSince, mailsSince(facts.mails()));
  }

  // The inbox does not say what it has thrown away.
  private static Instant mailsSince(List<Facts.Mail> mails) {
    return mails.size() < SMALLEST_INBOX
        ? Instant.EPOCH
        : mails.stream().map(Facts.Mail::received).min(naturalOrder()).orElseThrow();
  }

  boolean counts(Violation violation) {
    Optional<UUID> order = orderOf(violation);
    if (order.isPresent()) return counts(order.get()) && canBeSeen(violation, order.get());
    return switch (violation.invariant()) {
      case "S2" -> !busySkus.contains(violation.subject());
      case "O3" -> false;
      default -> true;
    };
  }

  /** The order that a broken promise is about; empty if it is about none. */
  static Optional<UUID> orderOf(Violation violation) {
    Matcher id = ORDER_ID.matcher(violation.subject());
    return id.find() ? Optional.of(UUID.fromString(id.group())) : Optional.empty();
  }

  boolean counts(UUID orderId) {
    return settled.contains(orderId) || placedAt(orderId).isBefore(before);
  }

  private boolean canBeSeen(Violation violation, UUID orderId) {
    return switch (violation.invariant()) {
      case "E1", "E2" -> placedAt(orderId).isAfter(recordsSince);
      case "N1" -> placedAt(orderId).isAfter(mailsSince);
      default -> true;
    };
  }

  /** Order ids are UUIDv7: the first six bytes are the time in milliseconds. */
  private static Instant placedAt(UUID orderId) {
    return Instant.ofEpochMilli(orderId.getMostSignificantBits() >>> 16);
  }

  private static boolean isDone(Facts.Order order) {
    long outcomes = order.history().stream().filter(it -> isOutcome(it.type())).count();
    long answers =
        order.history().stream().filter(it -> it.source().equals("notification-service")).count();
    return order.settled() && answers >= outcomes;
  }

  private static boolean isOutcome(String type) {
    return type.contains("OrderConfirmed") || type.contains("OrderCancelled");
  }
}
