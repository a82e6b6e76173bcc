package dev.orderflow.inventory.messaging;

import static dev.orderflow.messaging.ParkReason.CONTRADICTION;
import static dev.orderflow.messaging.ParkReason.FORBIDDEN_TRANSITION;
import static dev.orderflow.messaging.ParkReason.NOT_JSON;
import static dev.orderflow.messaging.ParkReason.UNKNOWN_ORDER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.InventoryRejected;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.inventory.PlacedOrder;
import dev.orderflow.inventory.RunningInventory;
import dev.orderflow.messaging.ParkReason;
import dev.orderflow.messaging.ParkedEvent;
import dev.orderflow.messaging.ParkedEventFilter;
import dev.orderflow.messaging.ParkedEvents;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever a stranger writes to the topic, it is put aside alone and the next order is served. */
class BadRecordsIT extends RunningInventory {

  private static final int PARTITION = 5;
  private static final String DEAD_LETTERS = "orders.inventory-service.dlt";

  @Autowired ParkedEvents parkedEvents;
  @Autowired MeterRegistry metrics;

  @ParameterizedTest
  @MethodSource("dev.orderflow.inventory.messaging.BadRecords#unreadable")
  void parksWhatNobodyCanRead(WrittenRecord bad, ParkReason reason) {
    RecordMetadata written = topics.write(bad.on(PARTITION));

    assertIsParkedAlone(written, bad, reason);
  }

  @Test
  void parksTheConfirmationOfAnUnknownOrder() {
    var order = PlacedOrder.of("ANY", 2);

    RecordMetadata written = tell(order.confirmed());

    assertIsParkedAlone(written, WrittenRecord.of(order.confirmed()), UNKNOWN_ORDER);
  }

  @Test
  void parksTheSameIdWithAnotherPayload() {
    var order = PlacedOrder.of("ANY", 2);
    var other = WrittenRecord.of(order.retold("ANY", 3).created());
    tell(order.created());

    RecordMetadata written = topics.write(other.on(PARTITION));

    assertIsParkedAlone(written, other, CONTRADICTION);
    assertThat(topics.answers(order.id())).hasSize(1);
  }

  @Test
  void parksTheConfirmationOfARejectedOrder() {
    var order = PlacedOrder.of("ANY", 2);
    tell(order.created());

    RecordMetadata written = tell(order.confirmed());

    assertIsParkedAlone(written, WrittenRecord.of(order.confirmed()), FORBIDDEN_TRANSITION);
    assertThat(topics.answers(order.id()).getLast().data()).isInstanceOf(InventoryRejected.class);
  }

  @Test
  void countsAndSkipsTypesThatItDoesNotKnow() {
    double before = consumed("unknown", "ignored");

    topics.write(created().with("ce_type", "dev.orderflow.OrderShipped.v1").on(PARTITION));
    topics.write(created().with("ce_type", "com.example.Stranger").on(PARTITION));
    serveTheNextOrder();

    await().untilAsserted(() -> assertThat(consumed("unknown", "ignored")).isEqualTo(before + 2));
  }

  @Test
  void countsAndSkipsWhatItKnowsAlready() {
    var order = PlacedOrder.of("ANY", 2);
    tell(order.created());
    double before = consumed("OrderCreated", "ignored");

    tell(order.created());
    serveTheNextOrder();

    await()
        .untilAsserted(() -> assertThat(consumed("OrderCreated", "ignored")).isEqualTo(before + 1));
    assertThat(topics.answers(order.id())).hasSize(2);
    assertThat(new HashSet<>(topics.answers(order.id()))).hasSize(1);
  }

  @Test
  void takesFieldsAndHeadersThatItDoesNotKnow() {
    var order = PlacedOrder.of("ANY", 2);
    var newer =
        WrittenRecord.of(order.created())
            .replacing("{\"orderId\"", "{\"gift\":{\"card\":[1,null]},\"orderId\"")
            .replacing("\"quantity\":2", "\"quantity\":2,\"weight\":1.5")
            .with("ce_region", "eu");

    topics.write(newer.on(PARTITION));

    topics.awaitAnswer(order.id(), 1);
  }

  @Test
  void survivesHostileHeadersAndAbsurdTimes() {
    var order = PlacedOrder.of("ANY", 2);
    var hostile =
        WrittenRecord.of(order.created())
            .with("ce_time", "0001-01-01T00:00:00Z")
            .with("ce_traceparent", "00-zz-\u0000-%s%n-01")
            .with("traceparent", "00-00000000000000000000000000000000-0000000000000000-ff")
            .with("baggage", "a=" + "b".repeat(10_000))
            .with("spring_json_header_types", "{\"x\":\"javax.naming.InitialContext\"}")
            .with("springDeserializerExceptionValue", new byte[] {(byte) 0xac, (byte) 0xed, 0, 5})
            .with("kafka_dlt-original-offset", new byte[] {1})
            .with("retry_topic-attempts", new byte[0])
            .with("content-type", "application/x-java-serialized-object")
            .with("nothing", (byte[]) null)
            .with("", "nameless")
            .with("\u0000", "\u0000");
    for (int i = 0; i < 3_000; i++) hostile.headers().add(new RecordHeader("h" + i, new byte[0]));

    var plain = hostile.on(PARTITION);
    topics.write(
        new ProducerRecord<>("orders", PARTITION, 0L, plain.key(), plain.value(), plain.headers()));
    var bad = hostile.value("nonsense");
    RecordMetadata written = topics.write(bad.on(PARTITION));

    topics.awaitAnswer(order.id(), 1);
    assertIsParkedAlone(written, bad, NOT_JSON);
  }

  private RecordMetadata tell(EventEnvelope<?> event) {
    return topics.write(WrittenRecord.of(event).on(PARTITION));
  }

  /** Invariant P1. */
  private void assertIsParkedAlone(RecordMetadata written, WrittenRecord bad, ParkReason reason) {
    serveTheNextOrder();
    assertThat(parkedAt(written))
        .singleElement()
        .satisfies(parked -> {
          assertThat(parked.reason()).isEqualTo(reason);
          assertThat(parked.topic()).isEqualTo("orders");
          assertThat(parked.partition()).isEqualTo(PARTITION);
          assertThat(parked.key()).isEqualTo(bad.key());
        });
    await().untilAsserted(() -> assertThat(deadLetters(written)).hasSize(1));
  }

  private void serveTheNextOrder() {
    var next = PlacedOrder.of("ANY", 1);
    tell(next.created());
    topics.awaitAnswer(next.id(), 1);
  }

  private List<ParkedEvent> parkedAt(RecordMetadata written) {
    return parkedEvents.list(null, ParkedEventFilter.ALL, 0, 10_000).stream()
        .filter(parked -> parked.partition() == PARTITION && parked.offset() == written.offset())
        .toList();
  }

  private static List<ConsumerRecord<byte[], byte[]>> deadLetters(RecordMetadata written) {
    return topics.read(DEAD_LETTERS).stream()
        .filter(dead -> text(dead, "dlt_partition").equals(Integer.toString(PARTITION)))
        .filter(dead -> text(dead, "dlt_offset").equals(Long.toString(written.offset())))
        .toList();
  }

  private static String text(ConsumerRecord<?, ?> record, String header) {
    return new String(record.headers().lastHeader(header).value(), UTF_8);
  }

  private double consumed(String type, String outcome) {
    return metrics
        .find("orderflow.events.consumed")
        .tags("type", type, "outcome", outcome)
        .counters()
        .stream()
        .mapToDouble(it -> it.count())
        .sum();
  }

  private static WrittenRecord created() {
    return WrittenRecord.of(PlacedOrder.of("ANY", 2).created());
  }
}
