package dev.orderflow.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.orderflow.events.InventoryReleased;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.events.wire.Topic;
import dev.orderflow.localstack.testing.TestServers;
import dev.orderflow.messaging.ParkedEvent.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
    classes = TestService.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = "spring.application.name=inventory-service")
class MessagingIT {

  private static final Topics topics = new Topics();

  @Autowired Outbox outbox;
  @Autowired TestService.Answering service;
  @Autowired ParkedEvents parkedEvents;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcTemplate jdbc;
  @Autowired DataSource dataSource;
  @Autowired InMemorySpanExporter spans;
  @Autowired MessagingHealth health;
  @Autowired ConsumerLag lag;
  @Autowired EventTopics eventTopics;
  @Autowired KafkaAdmin admin;
  @Autowired MeterRegistry metrics;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.springProperties(TestServers.freshDatabase("messaging"))
        .forEach((name, value) -> registry.add(name, () -> value));
  }

  @BeforeEach
  void behave() {
    service.before = _ -> {};
  }

  @AfterAll
  static void hangUp() {
    topics.close();
  }

  @Test
  void refusesToPublishWithoutTheTransactionOfTheStateChange() {
    assertThatIllegalStateException()
        .isThrownBy(() -> outbox.append(reserved(UUID.randomUUID(), 1)));
  }

  @Test
  void publishesWhatWasCommittedAndNothingElse() {
    UUID committed = UUID.randomUUID();
    UUID rolledBack = UUID.randomUUID();

    transaction.executeWithoutResult(status -> {
      outbox.append(reserved(rolledBack, 1));
      status.setRollbackOnly();
    });
    transaction.executeWithoutResult(_ -> outbox.append(reserved(committed, 1)));

    await().untilAsserted(() -> assertThat(topics.read("inventory", committed)).hasSize(1));
    assertThat(topics.read("inventory", rolledBack)).isEmpty();
    await().untilAsserted(() -> assertThat(count("outbox")).isZero());
  }

  @Test
  void publishesTheEventsOfAnOrderInTheirOrder() {
    List<UUID> orders = IntStream.range(0, 50).mapToObj(_ -> UUID.randomUUID()).toList();

    for (int sequence = 1; sequence <= 20; sequence++) {
      int n = sequence;
      transaction.executeWithoutResult(
          _ -> orders.forEach(order -> outbox.append(reserved(order, n))));
    }

    await().untilAsserted(() -> assertThat(count("outbox")).isZero());
    for (UUID order : orders.subList(0, 3)) {
      assertThat(topics.read("inventory", order))
          .extracting(it -> Topics.header(it, "ce_sequence"))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 20).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void findsWhatASlowTransactionCommitsBehindLaterOnes() {
    UUID slow = UUID.randomUUID();
    UUID later = UUID.randomUUID();

    transaction.executeWithoutResult(_ -> {
      outbox.append(reserved(slow, 1));
      // The row has its id now, before that of the other transaction, but commits after it.
      jdbc.execute("select 1");
      flushOutbox();
      inAnotherThread(
          () -> transaction.executeWithoutResult(_ -> outbox.append(reserved(later, 1))));
      await().untilAsserted(() -> assertThat(topics.read("inventory", later)).hasSize(1));
    });

    await().untilAsserted(() -> assertThat(topics.read("inventory", slow)).hasSize(1));
  }

  @Test
  void publishesBesideALongIdleTransaction() throws Exception {
    try (Connection idle = dataSource.getConnection()) {
      idle.setAutoCommit(false);
      idle.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      idle.createStatement().execute("select count(*) from outbox");
      UUID order = UUID.randomUUID();

      transaction.executeWithoutResult(_ -> outbox.append(reserved(order, 1)));

      await().untilAsserted(() -> assertThat(topics.read("inventory", order)).hasSize(1));
      idle.rollback();
    }
  }

  @Test
  void answersAnEventInTheTraceOfItsCause() {
    UUID order = UUID.randomUUID();
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    topics.send(Topics.confirmed(order), "00-" + trace + "-00f067aa0ba902b7-01");

    await().untilAsserted(() -> assertThat(topics.read("inventory", order)).hasSize(1));
    ConsumerRecord<byte[], byte[]> answer = topics.read("inventory", order).getFirst();
    assertThat(Topics.header(answer, "ce_traceparent")).contains(trace);
    assertThat(Topics.header(answer, "ce_causationid"))
        .isEqualTo(Topics.confirmed(order).id().toString());
    assertThat(spans.getFinishedSpanItems()).anyMatch(it -> it.getTraceId().equals(trace));
  }

  @Test
  void parksAnUnreadableRecordOnceAndGoesOn() {
    UUID key = UUID.randomUUID();
    byte[] value = "{\"paymentToken\": \"pm_secret\", broken".getBytes(UTF_8);
    Map<String, String> headers = Map.of("ce_type", "dev.orderflow.OrderCreated.v1", "ce_id", "x");

    topics.send("orders", key.toString().getBytes(UTF_8), headers, value);
    UUID good = topics.sendOrder();

    await().until(() -> service.handled.contains(good));
    ParkedEvent parked = parkedWithKey(key);
    assertThat(parked.reason()).isEqualTo(ParkReason.MISSING_ATTRIBUTE);
    assertThat(parked.topic()).isEqualTo("orders");
    assertThat(new String(parked.value(), UTF_8)).isEqualTo("{\"paymentToken\": \"***\", broken");
    await()
        .untilAsserted(
            () -> assertThat(topics.read("orders.inventory-service.dlt", key)).hasSize(1));
    ConsumerRecord<byte[], byte[]> dead =
        topics.read("orders.inventory-service.dlt", key).getFirst();
    assertThat(Topics.header(dead, "dlt_reason")).isEqualTo("MISSING_ATTRIBUTE");
    assertThat(new String(dead.value(), UTF_8)).doesNotContain("pm_secret");
  }

  @Test
  void refusesARecordThatIsLargeOnceItIsUnpacked() {
    topics.allowsCompression("orders", false);

    // The broker hears of the change a little later.
    await()
        .untilAsserted(() ->
            assertThatIllegalStateException()
                .isThrownBy(this::sendFiveMegabytesPacked)
                .withCauseInstanceOf(ExecutionException.class)
                .withRootCauseInstanceOf(RecordTooLargeException.class));
  }

  @Test
  void parksARecordThatIsTooLargeToBeCopiedAndGoesOnPublishing() {
    UUID order = UUID.randomUUID();
    topics.allowsCompression("orders", true);

    await().ignoreExceptions().untilAsserted(this::sendFiveMegabytesPacked);

    await().untilAsserted(() -> assertThat(leftOut()).isNotEmpty());
    assertThat(leftOut().getFirst().value()).isNull();
    assertThat(Topics.header(leftOut().getFirst(), "dlt_topic")).isEqualTo("orders");
    transaction.executeWithoutResult(_ -> outbox.append(reserved(order, 1)));
    await().untilAsserted(() -> assertThat(topics.read("inventory", order)).hasSize(1));
  }

  private void sendFiveMegabytesPacked() {
    topics.sendPacked("orders", "[".repeat(5_000_000).getBytes(UTF_8));
  }

  private static List<ConsumerRecord<byte[], byte[]>> leftOut() {
    return topics.read("orders.inventory-service.dlt").stream()
        .filter(it -> it.headers().lastHeader("dlt_left_out") != null)
        .toList();
  }

  @Test
  void makesATopicAnewThatIsMissing() {
    String deadLetters = "orders.inventory-service.dlt";
    topics.delete(deadLetters);
    await().until(() -> !topics.exists(deadLetters));

    await().ignoreExceptions().untilAsserted(lag::measure);

    assertThat(topics.exists(deadLetters)).isTrue();
  }

  @Test
  void saysWhichTopicLacksWhatIsSetHere(CapturedOutput log) {
    String deadLetters = "orders.inventory-service.dlt";
    topics.allowsCompression(deadLetters, true);

    eventTopics.create();

    assertThat(log).contains(deadLetters + " has compression.type producer, not uncompressed");
    topics.allowsCompression(deadLetters, false);
  }

  @Test
  void saysThatATopicHasOtherPartitionsThanSetHere(CapturedOutput log) {
    new EventTopics(
            admin, thirteenPartitions(), EventSource.INVENTORY_SERVICE, Set.of(Topic.ORDERS))
        .create();

    assertThat(log).contains("Topic orders has partitions 12, not 13");
  }

  private static MessagingSettings thirteenPartitions() {
    Map<String, String> set = Map.of("orderflow.messaging.partitions", "13");
    return new Binder(new MapConfigurationPropertySource(set))
        .bindOrCreate("orderflow.messaging", MessagingSettings.class);
  }

  @Test
  void stampsRecordsByTheClockOfTheBroker() {
    UUID order = UUID.randomUUID();

    transaction.executeWithoutResult(_ -> outbox.append(reserved(order, 1)));

    await().untilAsserted(() -> assertThat(topics.read("inventory", order)).hasSize(1));
    assertThat(topics.read("inventory", order).getFirst().timestampType())
        .isEqualTo(TimestampType.LOG_APPEND_TIME);
  }

  @Test
  void parksARecordOnceHoweverOftenItIsDelivered() {
    RawRecord record = new RawRecord("orders", 3, 12_345, null, List.of(), null);
    ParkingLot parkingLot = new ParkingLot(jdbc, outbox, EventSource.INVENTORY_SERVICE);

    for (int i = 0; i < 3; i++) {
      transaction.executeWithoutResult(
          _ -> parkingLot.park(record, null, ParkReason.EMPTY_VALUE, "no event data"));
    }

    assertThat(parkedEvents.list(null, ParkedEventFilter.ALL, 0, 1000))
        .filteredOn(it -> it.offset() == 12_345)
        .hasSize(1);
  }

  @Test
  void parksTheEventThatContradictsAndAppliesTheRestOfItsBatch() {
    UUID contradicting = UUID.randomUUID();
    service.before =
        event -> {
          if (event.orderId().equals(contradicting)) throw Refusal.contradiction("other lines");
        };

    UUID before = topics.sendOrder();
    topics.send(Topics.confirmed(contradicting), null);
    UUID after = topics.sendOrder();

    await().until(() -> service.handled.containsAll(Set.of(before, after)));
    assertThat(parkedWithKey(contradicting).reason()).isEqualTo(ParkReason.CONTRADICTION);
    assertThat(parkedWithKey(contradicting).orderId()).isEqualTo(contradicting);
    assertThat(service.handled).doesNotContain(contradicting);
  }

  @Test
  void parksOnlyTheEventThatMakesTheCodeFail() {
    UUID poison = UUID.randomUUID();
    service.before =
        event -> {
          if (event.orderId().equals(poison)) throw new IllegalArgumentException("secret details");
        };

    topics.send(Topics.confirmed(poison), null);
    List<UUID> good = IntStream.range(0, 20).mapToObj(_ -> topics.sendOrder()).toList();

    await().until(() -> service.handled.containsAll(good));
    await()
        .untilAsserted(
            () -> assertThat(parkedWithKey(poison).reason()).isEqualTo(ParkReason.FAILURE));
    assertThat(parkedWithKey(poison).detail()).isEqualTo("IllegalArgumentException");
  }

  @Test
  void namesOrderAndTypeOfAnEventThatMakesTheCodeFail() {
    UUID poison = UUID.randomUUID();
    service.before =
        event -> {
          if (event.orderId().equals(poison)) throw new IllegalArgumentException("a bug");
        };
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger("dev.orderflow.messaging");
    logger.addAppender(log);
    double before = parkedConfirmations();

    topics.send(Topics.confirmed(poison), null);
    await().until(() -> parkedConfirmations() == before + 1);

    logger.detachAppender(log);
    assertThat(log.list)
        .filteredOn(line -> line.getLevel() == Level.WARN)
        .extracting(line -> line.getMDCPropertyMap().get("orderId"))
        .containsExactly(poison.toString(), poison.toString());
  }

  private double parkedConfirmations() {
    return metrics
        .counter(
            "orderflow.events.consumed",
            "topic",
            "orders",
            "type",
            "OrderConfirmed",
            "outcome",
            "parked")
        .count();
  }

  @Test
  void waitsForWhatIsDownWithoutSkippingOrParking() {
    AtomicInteger attempts = new AtomicInteger();
    UUID order = UUID.randomUUID();
    service.before =
        event -> {
          if (event.orderId().equals(order) && attempts.incrementAndGet() < 4)
            throw new QueryTimeoutException("down");
        };

    topics.send(Topics.confirmed(order), null);

    await().atMost(Duration.ofSeconds(20)).until(() -> service.handled.contains(order));
    assertThat(attempts).hasValue(4);
    assertThat(parkedEvents.list(null, ParkedEventFilter.ALL, 0, 1000))
        .noneMatch(it -> order.equals(it.orderId()));
  }

  @Test
  void survivesAnErrorThrownInTheListener() {
    Set<UUID> failedOnce = ConcurrentHashMap.newKeySet();
    service.before =
        event -> {
          if (failedOnce.add(event.orderId())) throw new NoClassDefFoundError("gone");
        };

    UUID order = topics.sendOrder();

    await().atMost(Duration.ofSeconds(20)).until(() -> service.handled.contains(order));
    assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
  }

  @Test
  void skipsTypesThatItDoesNotKnow() {
    topics.send(
        "orders",
        UUID.randomUUID().toString().getBytes(UTF_8),
        Map.of("ce_type", "dev.orderflow.OrderArchived.v1"),
        "{}".getBytes(UTF_8));
    UUID good = topics.sendOrder();

    await().until(() -> service.handled.contains(good));
    assertThat(parkedEvents.list(null, ParkedEventFilter.ALL, 0, 1000))
        .noneMatch(it -> "dev.orderflow.OrderArchived.v1".equals(it.type()));
  }

  @Test
  void replaysAParkedEventAfterTheFixAndOnlyOnce() {
    UUID order = UUID.randomUUID();
    service.before =
        event -> {
          if (event.orderId().equals(order)) throw Refusal.unknownOrder("never heard of it");
        };
    topics.send(Topics.confirmed(order), null);
    await().untilAsserted(() -> assertThat(parkedWithKey(order).status()).isEqualTo(Status.PARKED));
    long id = parkedWithKey(order).id();

    ParkedEvent tooEarly = parkedEvents.replay(id, "ops").orElseThrow();
    service.before = _ -> {};
    ParkedEvent replayed = parkedEvents.replay(id, "ops").orElseThrow();
    ParkedEvent again = parkedEvents.replay(id, "somebody else").orElseThrow();

    assertThat(tooEarly.status()).isEqualTo(Status.PARKED);
    assertThat(tooEarly.attempts()).isEqualTo(2);
    assertThat(replayed.status()).isEqualTo(Status.REPLAYED);
    assertThat(again.resolvedBy()).isEqualTo("ops");
    assertThat(service.handled).containsOnlyOnce(order);
  }

  @Test
  void discardsAParkedEventWithAReason() {
    UUID key = UUID.randomUUID();
    topics.send("orders", key.toString().getBytes(UTF_8), Map.of(), new byte[0]);
    await().untilAsserted(() -> assertThat(parkedWithKey(key)).isNotNull());

    ParkedEvent discarded =
        parkedEvents.discard(parkedWithKey(key).id(), "ops", "a test record").orElseThrow();

    assertThat(discarded.status()).isEqualTo(Status.DISCARDED);
    assertThat(discarded.note()).isEqualTo("a test record");
    assertThat(parkedEvents.replay(discarded.id(), "ops").orElseThrow().status())
        .isEqualTo(Status.DISCARDED);
  }

  @Test
  void takesManyEventsInOneTransaction() {
    CountDownLatch hold = new CountDownLatch(1);
    service.before = _ -> awaitLatch(hold);
    Set<UUID> orders = new HashSet<>();

    IntStream.range(0, 300).forEach(_ -> orders.add(topics.sendOrder()));
    hold.countDown();

    await().atMost(Duration.ofSeconds(30)).until(() -> service.handled.containsAll(orders));
    assertThat(service.batches).anyMatch(size -> size > 20);
  }

  @Test
  void takesTheRecordsOneByOneOfABatchThatTakesTooLong() {
    CountDownLatch hold = new CountDownLatch(1);
    AtomicBoolean tookTooLong = new AtomicBoolean();
    service.before =
        _ -> {
          awaitLatch(hold);
          if (service.batches.getLast() == 1) return;
          tookTooLong.set(true);
          jdbc.execute("set local transaction_timeout = '100ms'");
          jdbc.execute("select pg_sleep(10)");
        };

    List<UUID> orders = IntStream.range(0, 50).mapToObj(_ -> topics.sendOrder()).toList();
    hold.countDown();

    await().atMost(Duration.ofSeconds(30)).until(() -> service.handled.containsAll(orders));
    assertThat(tookTooLong).isTrue();
    assertThat(parkedEvents.list(null, ParkedEventFilter.ALL, 0, 1000))
        .noneMatch(it -> orders.contains(it.orderId()));
  }

  private static EventEnvelope<?> reserved(UUID orderId, int sequence) {
    return sequence % 2 == 1
        ? EventEnvelope.of(
            new InventoryReserved(orderId, List.of(new StockLine("A", 1))),
            sequence,
            Instant.EPOCH,
            null)
        : EventEnvelope.of(
            new InventoryReleased(orderId, List.of()), sequence, Instant.EPOCH, null);
  }

  private ParkedEvent parkedWithKey(UUID key) {
    return parkedEvents.list(null, ParkedEventFilter.ALL, 0, 1000).stream()
        .map(it -> parkedEvents.find(it.id()).orElseThrow())
        .filter(it -> it.key() != null && new String(it.key(), UTF_8).equals(key.toString()))
        .findFirst()
        .orElse(null);
  }

  private void flushOutbox() {
    org.springframework.transaction.support.TransactionSynchronizationManager.getSynchronizations()
        .forEach(it -> it.beforeCommit(false));
  }

  private long count(String table) {
    return jdbc.queryForObject("select count(*) from " + table, Long.class);
  }

  private static void inAnotherThread(Runnable action) {
    try {
      Thread.ofVirtual().start(action).join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
