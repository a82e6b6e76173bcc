package dev.orderflow.messaging.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Topic;
import dev.orderflow.messaging.ParkReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whatever a stranger writes to a topic, it is put aside alone, once, and the events around it are
 * applied. For the integration test of each service and topic that it reads.
 */
public interface BadRecordsContract {

  /** All on one partition, so that what follows a bad record shows that it holds up nothing. */
  int PARTITION = 5;

  Duration PATIENCE = Duration.ofSeconds(30);

  RawTopics RAW = new RawTopics();

  /** The service under test. */
  EventSource service();

  /** A good event about an order of its own; taking it changes something. */
  EventEnvelope<?> event();

  /** A text in the JSON of the event that ends in a table. */
  String textIn(EventEnvelope<?> event);

  /** Whether the service has taken the event. */
  boolean isApplied(EventEnvelope<?> event);

  /** What only this service can know to be bad. */
  Stream<BadRecord> badForThisService();

  JdbcTemplate jdbc();

  MeterRegistry metrics();

  @TestFactory
  default Stream<DynamicTest> parksAlone() {
    EventEnvelope<?> good = event();
    return Stream.concat(
            new BadRecords(WrittenRecord.of(good), textIn(good)).all(), badForThisService())
        .map(bad -> dynamicTest(bad.name(), () -> parksAlone(bad)));
  }

  private void parksAlone(BadRecord bad) {
    bad.before().forEach(this::tell);
    bad.before().forEach(this::awaitApplied);
    EventEnvelope<?> before = tell(event());
    RecordMetadata written = RAW.write(bad.record().on(PARTITION, null));
    EventEnvelope<?> after = tell(event());

    awaitApplied(before);
    awaitApplied(after);
    assertIsParkedOnce(written, bad.record(), bad.reason());
  }

  @Test
  default void countsAndSkipsTypesThatItDoesNotKnow() {
    double ignored = consumed("unknown", "ignored");
    WrittenRecord good = WrittenRecord.of(event());

    write(good.with("ce_type", "dev.orderflow.OrderArchived.v1"));
    write(good.with("ce_type", "com.example.Stranger").value("nonsense"));
    write(good.with("ce_type", "x".repeat(100_000)));
    awaitApplied(tell(event()));

    await().untilAsserted(() -> assertThat(consumed("unknown", "ignored")).isEqualTo(ignored + 3));
  }

  @Test
  default void countsAndSkipsWhatItKnowsAlready() {
    EventEnvelope<?> event = tell(event());
    awaitApplied(event);
    double ignored = consumed(event.type().name(), "ignored");

    tell(event);
    tell(event);
    awaitApplied(tell(event()));

    await()
        .untilAsserted(
            () -> assertThat(consumed(event.type().name(), "ignored")).isEqualTo(ignored + 2));
    assertThat(parked(event.orderId())).isEmpty();
  }

  @TestFactory
  default Stream<DynamicTest> applies() {
    return Map.<String, Alteration>ofEntries(
            Map.entry("unknown fields", BadRecordsContract::newer),
            Map.entry("an unknown field with odd texts", BadRecordsContract::odd),
            Map.entry("an unknown field with odd numbers", BadRecordsContract::oddNumbers),
            Map.entry("a minor version of CloudEvents", it -> it.with("ce_specversion", "1.1")),
            Map.entry("an unknown attribute", it -> it.with("ce_region", "eu")),
            Map.entry("an attribute repeated, good last", it -> it.first("ce_id", "x")),
            Map.entry("a time long ago", it -> it.with("ce_time", "0001-01-01T00:00:00Z")),
            Map.entry("a time to come", it -> it.with("ce_time", "9999-12-31T23:59:59Z")),
            Map.entry("another zone", it -> it.with("ce_time", "2026-01-01T00:00:00+14:00")),
            Map.entry("hostile headers", BadRecordsContract::hostile),
            Map.entry("headers by the thousand", it -> it.crowded("h", 20_000)),
            Map.entry("attributes by the thousand", it -> it.crowded("ce_", 20_000)),
            Map.entry("a huge header", it -> it.with("h", new byte[900_000])),
            Map.entry("a huge trace", it -> it.with("ce_traceparent", "0".repeat(900_000))),
            Map.entry("a huge unknown field", BadRecordsContract::huge))
        .entrySet()
        .stream()
        .map(it -> dynamicTest(it.getKey(), () -> applies(it.getValue())));
  }

  private void applies(Alteration alteration) {
    EventEnvelope<?> event = event();

    write(alteration.of(WrittenRecord.of(event)));

    awaitApplied(event);
    assertThat(parked(event.orderId())).isEmpty();
  }

  @Test
  default void decidesNothingByTheTimeOfTheRecord() {
    EventEnvelope<?> old = event();
    EventEnvelope<?> young = event();

    RAW.write(WrittenRecord.of(old).on(PARTITION, 0L));
    RAW.write(WrittenRecord.of(young).on(PARTITION, System.currentTimeMillis() + 3_000_000));

    awaitApplied(old);
    awaitApplied(young);
  }

  @Test
  default void isNotHeldUpByATextAsLongAsAnEventMayHave() {
    EventEnvelope<?> event = event();
    WrittenRecord longText =
        WrittenRecord.of(event)
            .replacing('"' + textIn(event) + '"', '"' + "y".repeat(290_000) + '"');

    RecordMetadata written = RAW.write(longText.on(PARTITION, null));
    awaitApplied(tell(event()));

    await().atMost(PATIENCE).until(() -> isApplied(event) || isParked(written, longText));
  }

  private boolean isParked(RecordMetadata written, WrittenRecord record) {
    return jdbc()
        .queryForObject(
            """
            select exists(select from parked_event where topic = ? and partition = ? and record_offset = ?)
            """,
            Boolean.class,
            record.topic(),
            written.partition(),
            written.offset());
  }

  private static WrittenRecord newer(WrittenRecord record) {
    return record.replacing("{\"orderId\"", "{\"gift\":{\"card\":[1,null]},\"orderId\"");
  }

  private static WrittenRecord odd(WrittenRecord record) {
    return record.replacing("{\"orderId\"", "{\"\":\"\\u0000\\ud800\",\"orderId\"");
  }

  private static WrittenRecord oddNumbers(WrittenRecord record) {
    return record.replacing("{\"orderId\"", "{\"x\":[1e999999999,-0.0,1.5],\"orderId\"");
  }

  private static WrittenRecord huge(WrittenRecord record) {
    return record.replacing("{\"orderId\"", "{\"x\":\"" + "y".repeat(290_000) + "\",\"orderId\"");
  }

  private static WrittenRecord hostile(WrittenRecord record) {
    return record
        .with("ce_traceparent", "00-zz-\u0000-%s%n-01")
        .with("ce_tracestate", new byte[] {(byte) 0xff})
        .with("traceparent", "00-00000000000000000000000000000000-0000000000000000-ff")
        .with("baggage", "a=" + "b".repeat(10_000))
        .with("__TypeId__", "javax.naming.InitialContext")
        .with("__Key_TypeId__", new byte[] {(byte) 0xff})
        .with("spring_json_header_types", "{\"x\":\"javax.naming.InitialContext\"}")
        .with("springDeserializerExceptionValue", new byte[] {(byte) 0xac, (byte) 0xed, 0, 5})
        .with("kafka_dlt-original-offset", new byte[] {1})
        .with("kafka_deliveryAttempt", new byte[] {1})
        .with("retry_topic-attempts", new byte[0])
        .with("content-type", "application/x-java-serialized-object")
        .with("dlt_reason", "mine")
        .with("nothing", (byte[]) null)
        .with("", "nameless")
        .with("\u0000", "\u0000")
        .with("é\n\r: injected", "\r\nX: y");
  }

  /** Invariant P1. */
  private void assertIsParkedOnce(RecordMetadata written, WrittenRecord bad, ParkReason reason) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(deadLetters(written, bad.topic())).hasSize(1));
    assertThat(
            jdbc()
                .queryForList(
                    """
                    select reason, record_key as key, detail from parked_event
                    where topic = ? and partition = ? and record_offset = ?
                    """,
                    bad.topic(),
                    written.partition(),
                    written.offset()))
        .singleElement()
        .satisfies(parked -> {
          assertThat(parked.get("reason")).isEqualTo(reason.name());
          assertThat(parked.get("key")).isEqualTo(bad.key());
          assertThat(parked.get("detail")).asString().isNotBlank();
        });
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLetters(RecordMetadata written, String topic) {
    String deadLetters = Topic.byId(topic).orElseThrow().deadLetterTopicOf(service());
    return RAW.read(deadLetters).stream()
        .filter(dead -> text(dead, "dlt_partition").equals(Integer.toString(written.partition())))
        .filter(dead -> text(dead, "dlt_offset").equals(Long.toString(written.offset())))
        .toList();
  }

  private static String text(ConsumerRecord<?, ?> record, String header) {
    return new String(record.headers().lastHeader(header).value(), UTF_8);
  }

  private List<String> parked(UUID orderId) {
    return jdbc()
        .queryForList("select reason from parked_event where order_id = ?", String.class, orderId);
  }

  private EventEnvelope<?> tell(EventEnvelope<?> event) {
    write(WrittenRecord.of(event));
    return event;
  }

  private static void write(WrittenRecord record) {
    RAW.write(record.on(PARTITION, null));
  }

  private void awaitApplied(EventEnvelope<?> event) {
    await().atMost(PATIENCE).until(() -> isApplied(event));
  }

  private double consumed(String type, String outcome) {
    return metrics()
        .find("orderflow.events.consumed")
        .tags("type", type, "outcome", outcome)
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  /** What is done to a good record that leaves it good. */
  @FunctionalInterface
  interface Alteration {
    WrittenRecord of(WrittenRecord record);
  }
}
