package dev.orderflow.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orderflow.events.wire.EventCodec;
import dev.orderflow.events.wire.EventRecord;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.localstack.testing.TestServers;
import dev.orderflow.messaging.ParkedEvent.Status;
import dev.orderflow.messaging.ParkedEvents.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(
    classes = TestService.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = "spring.application.name=notification-service")
class ParkedEventsIT {

  private static final int ALL = 1000;

  @Autowired ParkedEvents parkedEvents;
  @Autowired ParkingLot parkingLot;
  @Autowired TestService.Answering service;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcTemplate jdbc;

  private long offset;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.springProperties(TestServers.freshDatabase("parked"))
        .forEach((name, value) -> registry.add(name, () -> value));
  }

  @BeforeEach
  void parkNothing() {
    jdbc.execute("delete from parked_event");
    service.before = _ -> {};
  }

  @Test
  void countsByCauseTheMostFrequentFirst() {
    park(UUID.randomUUID(), ParkReason.UNKNOWN_ORDER);
    List<UUID> failed = Stream.generate(UUID::randomUUID).limit(3).toList();
    failed.forEach(order -> park(order, ParkReason.FAILURE));
    parkedEvents.discard(park(UUID.randomUUID(), ParkReason.FAILURE), "ops", "a test");

    List<ParkedCause> causes = parkedEvents.causes(Status.PARKED);

    assertThat(causes)
        .extracting(ParkedCause::reason, ParkedCause::topic, ParkedCause::type, ParkedCause::events)
        .containsExactly(
            row(ParkReason.FAILURE, "orders", "dev.orderflow.OrderConfirmed.v1", 3L),
            row(ParkReason.UNKNOWN_ORDER, "orders", "dev.orderflow.OrderConfirmed.v1", 1L));
    assertThat(causes.getFirst().oldest()).isBeforeOrEqualTo(causes.getFirst().newest());
    assertThat(parkedEvents.causes(Status.DISCARDED)).hasSize(1);
  }

  @Test
  void replaysManyInTheirOrderAndSaysWhichAreStillParked() {
    List<UUID> orders = Stream.generate(UUID::randomUUID).limit(5).toList();
    List<Long> ids = orders.stream().map(it -> park(it, ParkReason.FAILURE)).toList();
    List<UUID> tried = new ArrayList<>();
    service.before =
        event -> {
          tried.add(event.orderId());
          if (event.orderId().equals(orders.get(1)))
            throw Refusal.unknownOrder("never heard of it");
        };

    List<Outcome> outcomes = parkedEvents.replay(ParkedEventFilter.ALL, 0, ALL, "ada");

    assertThat(tried).containsExactlyElementsOf(orders);
    assertThat(outcomes).extracting(Outcome::id).containsExactlyElementsOf(ids);
    assertThat(outcomes)
        .filteredOn(it -> it.status() == Status.PARKED)
        .containsExactly(
            new Outcome(ids.get(1), Status.PARKED, ParkReason.UNKNOWN_ORDER, "never heard of it"));
    ParkedEvent stillParked = parkedEvents.find(ids.get(1)).orElseThrow();
    assertThat(stillParked.triedBy()).isEqualTo("ada");
    assertThat(stillParked.triedAt()).isNotNull();
    assertThat(stillParked.attempts()).isEqualTo(2);
    ParkedEvent replayed = parkedEvents.find(ids.getFirst()).orElseThrow();
    assertThat(replayed.resolvedBy()).isEqualTo("ada");
    assertThat(replayed.triedBy()).isNull();
  }

  @Test
  void replaysOnlyWhatTheFilterNames() {
    UUID meant = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    park(meant, ParkReason.FAILURE);
    park(meant, ParkReason.UNKNOWN_ORDER);
    park(other, ParkReason.FAILURE);

    var filter =
        new ParkedEventFilter(
            ParkReason.FAILURE, "orders", "dev.orderflow.OrderConfirmed.v1", meant);
    List<Outcome> outcomes = parkedEvents.replay(filter, 0, ALL, "ops");

    assertThat(outcomes).extracting(Outcome::status).containsExactly(Status.REPLAYED);
    assertThat(parkedEvents.countParked()).isEqualTo(2);
  }

  @Test
  void goesOnBehindWhatStaysParked() {
    List<Long> ids =
        IntStream.range(0, 5).mapToObj(_ -> park(UUID.randomUUID(), ParkReason.FAILURE)).toList();
    service.before =
        _ -> {
          throw new IllegalStateException("still broken");
        };

    List<Outcome> first = parkedEvents.replay(ParkedEventFilter.ALL, 0, 2, "ops");
    List<Outcome> second =
        parkedEvents.replay(ParkedEventFilter.ALL, first.getLast().id(), 2, "ops");

    assertThat(first).extracting(Outcome::id).containsExactly(ids.get(0), ids.get(1));
    assertThat(second).extracting(Outcome::id).containsExactly(ids.get(2), ids.get(3));
    assertThat(second).extracting(Outcome::detail).containsOnly("IllegalStateException");
  }

  @Test
  void appliesEachOnceWhenTwoOperatorsReplayTheSame() {
    List<UUID> orders = Stream.generate(UUID::randomUUID).limit(20).toList();
    orders.forEach(it -> park(it, ParkReason.FAILURE));

    CompletableFuture.allOf(
            CompletableFuture.runAsync(
                () -> parkedEvents.replay(ParkedEventFilter.ALL, 0, ALL, "ada")),
            CompletableFuture.runAsync(
                () -> parkedEvents.replay(ParkedEventFilter.ALL, 0, ALL, "bob")))
        .join();
    List<Outcome> again = parkedEvents.replay(ParkedEventFilter.ALL, 0, ALL, "ada");

    assertThat(again).isEmpty();
    assertThat(service.handled).containsOnlyOnceElementsOf(orders);
  }

  @Test
  void keepsWhatWasReplayedBeforeSomethingWentDown() {
    UUID good = UUID.randomUUID();
    UUID unlucky = UUID.randomUUID();
    long replayed = park(good, ParkReason.FAILURE);
    long untouched = park(unlucky, ParkReason.FAILURE);
    service.before =
        event -> {
          if (event.orderId().equals(unlucky)) throw new QueryTimeoutException("down");
        };

    assertThatExceptionOfType(QueryTimeoutException.class)
        .isThrownBy(() -> parkedEvents.replay(ParkedEventFilter.ALL, 0, ALL, "ops"));

    assertThat(parkedEvents.find(replayed).orElseThrow().status()).isEqualTo(Status.REPLAYED);
    assertThat(parkedEvents.find(untouched).orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  void keepsAnEventParkedWhoseReplayOverflowsTheStack() {
    long id = park(UUID.randomUUID(), ParkReason.FAILURE);
    service.before =
        _ -> {
          throw new StackOverflowError();
        };

    ParkedEvent after = parkedEvents.replay(id, "ops").orElseThrow();

    assertThat(after.status()).isEqualTo(Status.PARKED);
    assertThat(after.detail()).isEqualTo("StackOverflowError");
  }

  @Test
  void discardsManyWithOneReason() {
    park(UUID.randomUUID(), ParkReason.NOT_JSON);
    park(UUID.randomUUID(), ParkReason.NOT_JSON);
    park(UUID.randomUUID(), ParkReason.FAILURE);
    var filter = new ParkedEventFilter(ParkReason.NOT_JSON, null, null, null);

    parkedEvents.discard(filter, 0, ALL, "ops", "written by hand");

    assertThat(parkedEvents.list(Status.DISCARDED, ParkedEventFilter.ALL, 0, ALL))
        .hasSize(2)
        .allMatch(it -> "written by hand".equals(it.note()) && "ops".equals(it.resolvedBy()));
    assertThat(parkedEvents.countParked()).isEqualTo(1);
  }

  @Test
  void keepsAPaymentTokenOnlyUntilItIsReplayedOrDiscarded() {
    long replayed = parkWithToken();
    long discarded = parkWithToken();
    long open = parkWithToken();

    parkedEvents.replay(replayed, "ops");
    parkedEvents.discard(discarded, "ops", "a test");

    assertThat(valueOf(replayed)).startsWith("{\"paymentToken\":\"***\",\"orderId\"");
    assertThat(valueOf(discarded)).startsWith("{\"paymentToken\":\"***\",\"orderId\"");
    assertThat(valueOf(open)).startsWith("{\"paymentToken\":\"pm_card_visa\",\"orderId\"");
  }

  /** As payment-service keeps it. */
  private long parkWithToken() {
    long id = park(UUID.randomUUID(), ParkReason.FAILURE);
    String value = valueOf(id).replaceFirst("\\{", "{\"paymentToken\":\"pm_card_visa\",");
    jdbc.update("update parked_event set value = ? where id = ?", value.getBytes(UTF_8), id);
    return id;
  }

  private String valueOf(long id) {
    return new String(parkedEvents.find(id).orElseThrow().value(), UTF_8);
  }

  @Test
  void listsThemWithoutTheirBytes() {
    long id = park(UUID.randomUUID(), ParkReason.FAILURE);

    ParkedEvent listed = parkedEvents.list(null, ParkedEventFilter.ALL, id - 1, 1).getFirst();

    assertThat(listed.id()).isEqualTo(id);
    assertThat(listed.value()).isNull();
    assertThat(parkedEvents.find(id).orElseThrow().value()).isNotEmpty();
  }

  @Test
  void keepsOfATypeThatAStrangerChoseWhatAListCanShow() {
    String type = "dev.orderflow.OrderConfirmed.v" + "9".repeat(900_000);
    RawRecord endless =
        new RawRecord("orders", 0, offset++, null, List.of(RawHeader.of("ce_type", type)), null);

    transaction.executeWithoutResult(
        _ -> parkingLot.park(endless, null, ParkReason.UNKNOWN_MAJOR_VERSION, "v9"));

    String kept = type.substring(0, 255);
    assertThat(parkedEvents.causes(Status.PARKED)).extracting(ParkedCause::type).containsOnly(kept);
    ParkedEvent listed = parkedEvents.list(null, ParkedEventFilter.ALL, 0, ALL).getFirst();
    assertThat(listed.type()).isEqualTo(kept);
    assertThat(parkedEvents.find(listed.id()).orElseThrow().headers())
        .extracting(header -> new String(header.value(), UTF_8))
        .containsExactly(type);
  }

  @Test
  void findsARecordThatNobodyCanReadByTheOrderInItsKey() {
    UUID order = UUID.randomUUID();
    RawRecord garbage =
        new RawRecord("orders", 0, offset++, order.toString().getBytes(UTF_8), List.of(), null);

    transaction.executeWithoutResult(
        _ -> parkingLot.park(garbage, null, ParkReason.EMPTY_VALUE, "no event data"));

    assertThat(parkedEvents.list(Status.PARKED, ParkedEventFilter.ofOrder(order), 0, ALL))
        .hasSize(1);
  }

  /** Its id. */
  private long park(UUID order, ParkReason reason) {
    EventRecord record = EventCodec.encode(Topics.confirmed(order), null);
    List<RawHeader> headers =
        record.headers().entrySet().stream()
            .map(header -> RawHeader.of(header.getKey(), header.getValue()))
            .toList();
    RawRecord raw =
        new RawRecord("orders", 0, offset++, record.key().getBytes(UTF_8), headers, record.value());
    transaction.executeWithoutResult(_ -> parkingLot.park(raw, order, reason, "before"));
    return jdbc.queryForObject("select max(id) from parked_event", Long.class);
  }

  private static Tuple row(Object... values) {
    return Tuple.tuple(values);
  }
}
