package dev.orderflow.systemtests.campaign;

import dev.orderflow.systemtests.Http.Answer;
import dev.orderflow.systemtests.Witness;
import dev.orderflow.systemtests.Witness.Attempt;
import dev.orderflow.systemtests.campaign.Decision.Cancelling;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Orders one thing after another, repeats what nobody answers, and looks after its orders. */
final class Customer implements Runnable {

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(400);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LONGEST_OUTCOME = Duration.ofSeconds(5);
  private static final int LONGEST_PAUSE_MILLIS = 500;
  private static final int REMEMBERED = 10;

  private final int number;
  private final SplittableRandom random;
  private final Customers customers;
  private final Scene scene;
  private final Goods goods;
  private final Deque<UUID> orders = new ArrayDeque<>();

  Customer(int number, long seed, Customers customers, Scene scene, Goods goods) {
    this.number = number;
    this.random = new SplittableRandom(seed * 1_000 + number);
    this.customers = customers;
    this.scene = scene;
    this.goods = goods;
  }

  @Override
  public void run() {
    for (int n = 0; !customers.areClosed(); n++) {
      String name = "customer-" + number + "-" + n;
      order(name, Decision.draw(random.split(), goods, name));
      Waiting.sleep(Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)));
      if (!orders.isEmpty()) look(List.copyOf(orders).get(random.nextInt(orders.size())));
    }
  }

  private void order(String key, Decision decision) {
    Thread other =
        decision.repeating() == Decision.Repeating.AT_THE_SAME_TIME
            ? Thread.startVirtualThread(() -> place(key, decision.basket(), decision))
            : null;
    UUID order = place(key, decision.basket(), decision);
    if (order != null) follow(order, decision.cancelling());
    switch (decision.repeating()) {
      case NOT, AT_THE_SAME_TIME -> {}
      case AFTERWARDS -> place(key, decision.basket(), decision);
      case WITH_ANOTHER_BASKET -> place(key, decision.anotherBasket(), decision);
    }
    if (other != null) join(other);
  }

  /** Asks until it is told. Null if it was refused, or never told. */
  private @Nullable UUID place(String key, Map<String, Object> basket, Decision decision) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Attempt attempt = attempt(key, basket, decision);
      customers.attempts.add(attempt);
      customers.count("POST /orders", attempt.status());
      if (attempt.orderId() != null || attempt.status() == 422) return attempt.orderId();
      if (decision.impatient() || System.nanoTime() > deadline) return null;
      Waiting.sleep(BETWEEN_ATTEMPTS);
    }
  }

  private Attempt attempt(String key, Map<String, Object> basket, Decision decision) {
    Map<String, String> headers = decision.waiting() ? Map.of("Prefer", "wait=3") : Map.of();
    try {
      Answer answer = scene.anyDoor(key.hashCode()).place(key, basket, headers);
      boolean accepted = answer.status() == 201;
      JsonNode order = accepted ? answer.json() : null;
      return new Attempt(
          key,
          answer.status(),
          order == null ? null : UUID.fromString(order.get("id").asString()),
          order == null ? null : new BigDecimal(order.at("/total/amount").asString()),
          !answer.header("Retry-After").isEmpty());
    } catch (UncheckedIOException e) {
      return new Attempt(key, Witness.UNANSWERED, null, null, false);
    }
  }

  private void follow(UUID order, Cancelling cancelling) {
    orders.addLast(order);
    if (orders.size() > REMEMBERED) orders.removeFirst();
    look(order);
    if (cancelling == Cancelling.AFTER_THE_OUTCOME) {
      Waiting.until(LONGEST_OUTCOME, () -> !look(order).equals("PENDING"));
    }
    if (cancelling != Cancelling.NOT) cancel(order);
  }

  /** The status it saw, or an empty text. */
  private String look(UUID order) {
    try {
      Answer answer = scene.anyDoor(random.nextInt()).look(order);
      customers.count("GET /orders/{id}", answer.status());
      boolean shown = answer.status() == 200;
      String status = shown ? answer.json().get("status").asString() : "";
      int version = shown ? answer.json().get("version").asInt() : 0;
      customers.sightings.add(new Witness.Sighting(order, answer.status(), status, version));
      return status;
    } catch (UncheckedIOException e) {
      customers.count("GET /orders/{id}", Witness.UNANSWERED);
      return "";
    }
  }

  private void cancel(UUID order) {
    try {
      int status = scene.anyDoor(random.nextInt()).cancel(order.toString()).status();
      customers.count("POST /orders/{id}/cancellation", status);
      if (!List.of(200, 409, 503).contains(status)) {
        scene.journal.broken("API", order.toString(), "its cancellation was answered " + status);
      }
    } catch (UncheckedIOException e) {
      customers.count("POST /orders/{id}/cancellation", Witness.UNANSWERED);
    }
  }

  private static void join(Thread other) {
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
