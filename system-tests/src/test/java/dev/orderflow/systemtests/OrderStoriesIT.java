package dev.orderflow.systemtests;

import static dev.orderflow.systemtests.Shop.DECLINED_CARD;
import static dev.orderflow.systemtests.Shop.GOOD_CARD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.LocalStack;
import dev.orderflow.localstack.Service;
import dev.orderflow.localstack.process.ServiceProcess;
import dev.orderflow.systemtests.Http.Answer;
import dev.orderflow.systemtests.Witness.PostOffice;
import dev.orderflow.systemtests.Witness.Trouble;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The stories of the running system. The last ones look back at all that the others have left. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OrderStoriesIT {

  private static final int LAST = Integer.MAX_VALUE;
  private static final Duration LONG = Duration.ofMinutes(2);

  /** What customers were answered. */
  private static final class Witnessed {
    final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    final Queue<String> cancelled = new ConcurrentLinkedQueue<>();
  }

  private final LocalStack stack = TheStack.running();
  private final Shop shop = new Shop(stack.ports());
  private final FactFinder finder = new FactFinder(stack.ports());
  private final Topics topics = new Topics(stack.ports());

  @AfterEach
  void heal() {
    shop.healTheProvider();
  }

  @Test
  void confirmsTheOrderAndMailsTheCustomer() {
    String mug = shop.product(10);

    String order = shop.orders(mug, 2, GOOD_CARD);

    JsonNode confirmed = shop.awaitSettled(order, "CONFIRMED");
    assertThat(confirmed.at("/total/amount").asString()).isEqualTo("25.80");
    assertThat(shop.eventTypes(order))
        .startsWith("OrderCreated")
        .containsExactlyInAnyOrder(
            "OrderCreated",
            "InventoryReserved",
            "PaymentSucceeded",
            "OrderConfirmed",
            "InventoryCommitted",
            "PaymentCaptured",
            "NotificationSent");
    assertThat(shop.ledgerOf(order)).containsExactly("AUTHORIZED", "CAPTURED");
    assertThat(shop.stock(mug).get("onHand").asInt()).isEqualTo(8);
  }

  @Test
  void cancelsTheOrderWhenStockIsShort() {
    String poster = shop.product(1);

    String order = shop.orders(poster, 2, GOOD_CARD);

    JsonNode cancelled = shop.awaitSettled(order, "CANCELLED");
    assertThat(cancelled.at("/cancellation/reason").asString()).isEqualTo("OUT_OF_STOCK");
    assertThat(shop.ledgerOf(order)).doesNotContain("CAPTURED");
    assertThat(shop.stock(poster).get("onHand").asInt()).isEqualTo(1);
  }

  @Test
  void cancelsTheOrderWhenTheCardIsDeclined() {
    String mug = shop.product(5);

    String order = shop.orders(mug, 5, DECLINED_CARD);

    JsonNode cancelled = shop.awaitSettled(order, "CANCELLED");
    assertThat(cancelled.at("/cancellation/reason").asString()).isEqualTo("PAYMENT_DECLINED");
    assertThat(shop.stock(mug).get("reserved").asInt()).isZero();
  }

  @Test
  void cancelsAnOrderThatWaitsForItsPayment() {
    String mug = shop.product(5);
    shop.misbehaveAtTheProvider(Map.of("delayMillis", 3000));
    String order = shop.orders(mug, 1, GOOD_CARD);

    Answer cancellation = shop.cancel(order);

    assertThat(cancellation.status()).as(cancellation.body()).isBetween(200, 202);
    JsonNode cancelled = shop.awaitSettled(order, "CANCELLED");
    assertThat(cancelled.at("/cancellation/reason").asString()).isEqualTo("CUSTOMER_REQUEST");
    assertThat(shop.ledgerOf(order)).doesNotContain("CAPTURED");
    assertThat(shop.cancel(order).status()).isEqualTo(cancellation.status());
  }

  @Test
  void givesGoodsAndMoneyBackWhenAConfirmedOrderIsCancelled() {
    String mug = shop.product(5);
    String order = shop.orders(mug, 2, GOOD_CARD);
    shop.awaitSettled(order, "CONFIRMED");

    shop.cancel(order);

    shop.awaitSettled(order, "CANCELLED");
    assertThat(shop.ledgerOf(order)).containsExactly("AUTHORIZED", "CAPTURED", "REFUNDED");
    assertThat(shop.stock(mug).get("onHand").asInt()).isEqualTo(5);
    await()
        .untilAsserted(() ->
            assertThat(shop.eventTypes(order)).filteredOn("NotificationSent"::equals).hasSize(2));
  }

  @Test
  void answersTheSameRequestWithTheSameOrder() throws Exception {
    String mug = shop.product(100);
    String key = UUID.randomUUID().toString();
    Map<String, Object> basket = Shop.basket(mug, 1, GOOD_CARD);
    Set<String> ids = new HashSet<>();

    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> requests =
          IntStream.range(0, 20)
              .<Callable<Answer>>mapToObj(_ -> () -> shop.place(key, basket))
              .toList();
      for (Future<Answer> answer : clients.invokeAll(requests)) {
        assertThat(answer.get().status()).as(answer.get().body()).isIn(201, 409);
        if (answer.get().status() == 201) ids.add(answer.get().json().get("id").asString());
      }
    }

    assertThat(ids).hasSize(1);
    assertThat(shop.place(key, Shop.basket(mug, 2, GOOD_CARD)).status()).isEqualTo(422);
    shop.awaitSettled(ids.iterator().next(), "CONFIRMED");
    assertThat(shop.stock(mug).get("onHand").asInt()).isEqualTo(99);
  }

  @Test
  void waitsForTheOutcomeWhenAsked() {
    String mug = shop.product(5);

    Answer answer =
        shop.place(
            UUID.randomUUID().toString(),
            Shop.basket(mug, 1, GOOD_CARD),
            Map.of("Prefer", "wait=20"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().get("status").asString()).isEqualTo("CONFIRMED");
  }

  @Test
  void neverSellsTheLastOneTwice() {
    String lamp = shop.product(1);

    List<String> orders =
        IntStream.range(0, 10).mapToObj(_ -> shop.orders(lamp, 1, GOOD_CARD)).toList();

    await().atMost(LONG).until(finder::isQuiet);
    assertThat(orders).filteredOn(it -> status(it).equals("CONFIRMED")).hasSize(1);
    assertThat(shop.stock(lamp).get("onHand").asInt()).isZero();
  }

  @Test
  void tracesAnOrderInOnePieceFromTheRequestToTheMail() {
    String mug = shop.product(5);
    String trace = UUID.randomUUID().toString().replace("-", "");

    Answer answer =
        shop.place(
            UUID.randomUUID().toString(),
            Shop.basket(mug, 1, GOOD_CARD),
            Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));

    String order = answer.json().get("id").asString();
    shop.awaitSettled(order, "CONFIRMED");
    List<String> traces = new ArrayList<>();
    for (String topic : List.of("orders", "inventory", "payments", "notifications"))
      traces.addAll(tracesOf(topic, order));
    assertThat(traces).hasSizeGreaterThanOrEqualTo(7).allMatch(it -> it.contains(trace));
  }

  @Test
  void finishesAllOrdersThatCameWhilePaymentServiceWasDown() {
    String mug = shop.product(1000);
    stack.service(Service.PAYMENT).stop();

    List<String> orders =
        IntStream.range(0, 50).mapToObj(_ -> shop.orders(mug, 1, GOOD_CARD)).toList();
    assertThat(status(orders.getFirst())).isEqualTo("PENDING");
    stack.service(Service.PAYMENT).start();

    await().atMost(LONG).until(finder::isQuiet);
    assertThat(orders).allMatch(it -> status(it).equals("CONFIRMED"));
  }

  @Test
  void acceptsOrdersWhileKafkaIsDown() {
    String mug = shop.product(1000);
    stack.kafka().process().kill();

    List<String> orders =
        IntStream.range(0, 20).mapToObj(_ -> shop.orders(mug, 1, GOOD_CARD)).toList();
    stack.kafka().start();

    await().atMost(LONG).until(finder::isQuiet);
    assertThat(orders).allMatch(it -> status(it).equals("CONFIRMED"));
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void losesNothingWhenAServiceIsKilledUnderLoad(Service victim) throws Exception {
    String mug = shop.product(100_000);
    String rare = shop.product(3);
    ServiceProcess service = stack.service(victim);
    AtomicBoolean enough = new AtomicBoolean();
    Witnessed witnessed = new Witnessed();

    Thread customers = Thread.ofVirtual().start(() -> orderUntil(enough, mug, rare, witnessed));
    await().until(() -> witnessed.accepted.size() > 30);
    Instant killed = Instant.now();
    service.process().kill();
    service.start();
    int before = witnessed.accepted.size();
    await().atMost(LONG).until(() -> witnessed.accepted.size() > before + 30);
    if (victim == Service.NOTIFICATION) TheStack.TROUBLES.add(new Trouble(killed, Instant.now()));
    enough.set(true);
    customers.join();

    await().atMost(LONG).until(finder::isQuiet);
    Map<String, String> ends =
        finder.gather().orders().stream()
            .collect(toMap(it -> it.id().toString(), Facts.Order::status));
    assertThat(ends).containsKeys(witnessed.accepted.toArray(String[]::new));
    assertThat(witnessed.cancelled).isNotEmpty().allMatch(it -> ends.get(it).equals("CANCELLED"));
    assertThat(witnessed.answers).doesNotContain(500);
  }

  @Test
  @Order(LAST - 1)
  void changesNothingWhenEverythingIsDeliveredAgain() throws Exception {
    await().atMost(LONG).until(finder::isQuiet);
    Facts before = finder.gather();
    for (Service service : Service.values()) stack.service(service).stop();
    new ConsumerGroups(stack.ports())
        .delete(Stream.of(Service.values()).map(Service::folder).toList());

    for (Service service : Service.values()) stack.service(service).start();
    await().atMost(LONG).until(finder::isQuiet);

    assertThat(Invariants.violatedByRedelivery(before, finder.gather(), Witness.NOBODY)).isEmpty();
  }

  @Test
  @Order(LAST)
  void hasKeptEveryPromiseToEveryOrderSoFar() {
    await().atMost(LONG).until(finder::isQuiet);

    Facts facts = finder.gather();

    assertThat(facts.orders()).hasSizeGreaterThan(200);
    PostOffice postOffice = new PostOffice("", List.copyOf(TheStack.TROUBLES));
    assertThat(Invariants.violatedBy(facts, Witness.of(postOffice))).isEmpty();
    assertThat(facts.parked()).isEmpty();
  }

  private void orderUntil(AtomicBoolean enough, String mug, String rare, Witnessed witnessed) {
    for (int n = 0; !enough.get(); n++) {
      try {
        Answer answer =
            shop.place(
                UUID.randomUUID().toString(),
                Shop.basket(n % 7 == 0 ? rare : mug, 1, n % 5 == 0 ? DECLINED_CARD : GOOD_CARD));
        witnessed.answers.add(answer.status());
        if (answer.status() != 201) continue;
        String order = answer.json().get("id").asString();
        witnessed.accepted.add(order);
        if (n % 4 == 0) cancel(order, witnessed);
      } catch (UncheckedIOException e) {
        // The service that was killed does not answer; a customer tries again.
        Thread.onSpinWait();
      }
    }
  }

  private void cancel(String order, Witnessed witnessed) {
    int answer = shop.cancel(order).status();
    witnessed.answers.add(answer);
    if (answer == 200) witnessed.cancelled.add(order);
  }

  private List<String> tracesOf(String topic, String orderId) {
    List<String> traces = new ArrayList<>();
    topics.forEach(
        Stream.of(topic),
        record -> {
          if (new String(record.key(), UTF_8).equals(orderId)) {
            traces.add(new String(record.headers().lastHeader("ce_traceparent").value(), UTF_8));
          }
        });
    return traces;
  }

  private String status(String order) {
    return shop.order(UUID.fromString(order)).get("status").asString();
  }
}
