package dev.orderflow.systemtests.campaign;

import dev.orderflow.systemtests.Http.Answer;
import dev.orderflow.systemtests.Shop;
import dev.orderflow.systemtests.Witness;
import dev.orderflow.systemtests.Witness.Attempt;
import dev.orderflow.systemtests.Witness.Request;
import dev.orderflow.systemtests.Witness.Sighting;
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
import java.util.function.Consumer;
import java.util.function.Function;
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
    try {
      for (int n = 0; !customers.areClosed(); n++) {
        String name = "customer-" + number + "-" + n;
        order(name, Decision.draw(random.split(), goods, name));
        Waiting.sleep(Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)));
        if (!orders.isEmpty()) look(List.copyOf(orders).get(random.nextInt(orders.size())));
      }
    } catch (Throwable e) {
      scene.journal.broken("CAMPAIGN", "customer-" + number, "has gone: " + e);
    }
  }

  private void order(String key, Decision decision) {
    Thread other =
        decision.repeating() == Decision.Repeating.AT_THE_SAME_TIME
            ? Thread.startVirtualThread(() -> placeBeside(key, decision))
            : null;
    UUID order = place(key, decision.first(), decision, customers.sightings::add);
    if (order != null) follow(order, decision.cancelling());
    switch (decision.repeating()) {
      case NOT, AT_THE_SAME_TIME -> {}
      case AFTERWARDS -> place(key, decision.first(), decision, customers.sightings::add);
      case WITH_ANOTHER_BASKET -> place(key, decision.other(), decision, customers.sightings::add);
    }
    if (other != null) join(other);
  }

  // Whether what it is shown is older or newer than what the other sees, nobody knows.
  private void placeBeside(String key, Decision decision) {
    try {
      place(key, decision.first(), decision, _ -> {});
    } catch (Throwable e) {
      scene.journal.broken("CAMPAIGN", key, "was not placed twice: " + e);
    }
  }

  /** Asks until it is told. Null if it was refused, or never told. */
  private @Nullable UUID place(
      String key, Decision.Wish wish, Decision decision, Consumer<Sighting> seen) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Attempt attempt = attempt(key, wish, decision, seen);
      customers.attempts.add(attempt);
      customers.count("POST /orders", attempt.status());
      if (attempt.orderId() != null || attempt.status() == 422) return attempt.orderId();
      if (decision.impatient() || System.nanoTime() > deadline) return null;
      Waiting.sleep(BETWEEN_ATTEMPTS);
    }
  }

  private Attempt attempt(
      String key, Decision.Wish wish, Decision decision, Consumer<Sighting> seen) {
    Map<String, String> headers = decision.waiting() ? Map.of("Prefer", "wait=3") : Map.of();
    try {
      Answer answer = scene.anyDoor(key.hashCode()).place(key, wish.request(), headers);
      JsonNode order = answer.status() == 201 ? answer.json() : null;
      UUID id = order == null ? null : UUID.fromString(order.get("id").asString());
      if (id != null) seen.accept(sighting(id, Request.PLACING, answer));
      return new Attempt(
          key,
          wish.basket(),
          answer.status(),
          id,
          order == null ? null : new BigDecimal(order.at("/total/amount").asString()),
          !answer.header("Retry-After").isEmpty());
    } catch (UncheckedIOException e) {
      return new Attempt(key, wish.basket(), Witness.UNANSWERED, null, null, false);
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
    Sighting seen = ask(order, Request.LOOKING, door -> door.look(order));
    customers.count("GET /orders/{id}", seen.answer());
    return seen.status();
  }

  private void cancel(UUID order) {
    Sighting seen = ask(order, Request.CANCELLING, door -> door.cancel(order.toString()));
    customers.count("POST /orders/{id}/cancellation", seen.answer());
  }

  private Sighting ask(UUID order, Request request, Function<Shop, Answer> question) {
    Sighting seen;
    try {
      seen = sighting(order, request, question.apply(scene.anyDoor(random.nextInt())));
    } catch (UncheckedIOException e) {
      seen = new Sighting(order, request, Witness.UNANSWERED, "", 0, false);
    }
    customers.sightings.add(seen);
    return seen;
  }

  private static Sighting sighting(UUID order, Request request, Answer answer) {
    boolean shown = answer.status() >= 200 && answer.status() < 300;
    return new Sighting(
        order,
        request,
        answer.status(),
        shown ? answer.json().get("status").asString() : "",
        shown ? answer.json().get("version").asInt() : 0,
        !answer.header("Retry-After").isEmpty());
  }

  private static void join(Thread other) {
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
