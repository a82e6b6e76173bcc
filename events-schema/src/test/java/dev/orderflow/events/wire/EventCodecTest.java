package dev.orderflow.events.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.orderflow.events.InventoryRejected;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.NotificationSent;
import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.PaymentFailed;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.events.value.PaymentStage;
import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.Decoded.Known;
import dev.orderflow.events.wire.Decoded.Reason;
import dev.orderflow.events.wire.Decoded.UnknownType;
import dev.orderflow.events.wire.Decoded.Unreadable;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

  private static final UUID ORDER = UUID.fromString("01999a3e-7c10-7b4e-9a52-3f6c1d2e4b5a");
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  /** In bytes, by default: a batch with one record. */
  private static final int KAFKA_TAKES = 1_048_588;

  private final EventEnvelope<InventoryReserved> reserved =
      EventEnvelope.of(
          new InventoryReserved(ORDER, List.of(new StockLine("MUG-01", 2))),
          1,
          Instant.parse("2026-01-02T03:04:05.678901234Z"),
          UUID.randomUUID());
  private final EventRecord record = EventCodec.encode(reserved, TRACE);

  @Test
  void readsWhatItWrote() {
    Decoded decoded = decode(record.headers(), record.value());

    assertThat(decoded).isEqualTo(new Known(reserved, TRACE));
  }

  @Test
  void isReadByAForeignCloudEventsLibrary() {
    RecordHeaders headers = new RecordHeaders();
    record.headers().forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));

    CloudEvent event = KafkaMessageFactory.createReader(headers, record.value()).toEvent();

    assertThat(event.getId()).isEqualTo(reserved.id().toString());
    assertThat(event.getType()).isEqualTo("dev.orderflow.InventoryReserved.v1");
    assertThat(event.getSource()).hasToString("inventory-service");
    assertThat(event.getSubject()).isEqualTo(ORDER.toString());
    assertThat(event.getTime().toInstant()).isEqualTo(reserved.time());
    assertThat(event.getExtension("sequence")).isEqualTo("1");
    assertThat(event.getExtension("causationid")).isEqualTo(reserved.causationId().toString());
    assertThat(event.getExtension("traceparent")).isEqualTo(TRACE);
    assertThat(event.getDataContentType()).isEqualTo("application/json");
    assertThat(event.getData().toBytes()).isEqualTo(record.value());
  }

  // With another derivation whatever is published again would be another event.
  @Test
  void derivesTheIdsThatItHasAlwaysDerived() {
    assertThat(reserved.id()).hasToString("2ce0e3e0-4321-5c99-a8af-0bc2a1750cae");
  }

  // Whoever has lost the row of the first mail numbers the second one as the first.
  @Test
  void tellsMailsApartThatHaveOneNumber() {
    var confirmed = new NotificationSent(ORDER, NotificationKind.ORDER_CONFIRMED, "<1@shop>");
    var cancelled = new NotificationSent(ORDER, NotificationKind.ORDER_CANCELLED, "<2@shop>");

    var first = EventEnvelope.of(confirmed, 1, reserved.time(), null);
    var second = EventEnvelope.of(cancelled, 1, reserved.time(), null);

    assertThat(first.id()).isNotEqualTo(second.id());
    assertThat(first.hasDerivedId()).isTrue();
    assertThat(second.hasDerivedId()).isTrue();
  }

  @Test
  void givesTheSameEventTheSameIdAndBytesEachTimeItIsRebuilt() {
    EventEnvelope<InventoryReserved> rebuilt =
        EventEnvelope.of(reserved.data(), 1, reserved.time(), reserved.causationId());

    assertThat(rebuilt).isEqualTo(reserved);
    assertThat(EventCodec.encode(rebuilt, TRACE).value()).isEqualTo(record.value());
  }

  @Test
  void skipsTypesThatNobodyHerePublishes() {
    assertThat(decode(with("ce_type", "dev.orderflow.InventoryCounted.v1"), record.value()))
        .isEqualTo(new UnknownType("dev.orderflow.InventoryCounted.v1"));
    assertThat(decode(with("ce_type", "com.example.Else"), null))
        .isEqualTo(new UnknownType("com.example.Else"));
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        arguments("ce_type", null, Reason.MISSING_ATTRIBUTE),
        arguments("ce_type", "dev.orderflow.InventoryReserved.v2", Reason.UNKNOWN_MAJOR_VERSION),
        arguments("ce_type", "dev.orderflow.OrderConfirmed.v1", Reason.WRONG_TOPIC),
        arguments("ce_specversion", "2.0", Reason.MALFORMED_ATTRIBUTE),
        arguments("ce_id", null, Reason.MISSING_ATTRIBUTE),
        arguments("ce_id", "1-1-1-1-1", Reason.MALFORMED_ATTRIBUTE),
        arguments("ce_source", "payment-service", Reason.MALFORMED_ATTRIBUTE),
        arguments("ce_subject", UUID.randomUUID().toString(), Reason.KEY_MISMATCH),
        arguments("ce_time", "yesterday", Reason.MALFORMED_ATTRIBUTE),
        arguments("ce_time", "+999999999-12-31T23:59:59Z", Reason.MALFORMED_ATTRIBUTE),
        arguments("ce_sequence", "0", Reason.MALFORMED_ATTRIBUTE),
        arguments("ce_sequence", "99999999999999999999", Reason.MALFORMED_ATTRIBUTE),
        arguments("ce_causationid", "x", Reason.MALFORMED_ATTRIBUTE));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void namesWhatIsWrongWithTheAttributes(String header, String value, Reason reason) {
    assertThat(decode(with(header, value), record.value()))
        .isInstanceOfSatisfying(Unreadable.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }

  static Stream<Arguments> unreadableValues() {
    return Stream.of(
        arguments("", Reason.EMPTY_VALUE),
        arguments("[".repeat(EventCodec.LARGEST_VALUE + 1), Reason.TOO_LARGE),
        arguments("hello", Reason.NOT_JSON),
        arguments("{\"orderId\":", Reason.NOT_JSON),
        arguments("{\"x\":" + "[".repeat(100_000), Reason.WRONG_SHAPE),
        arguments("[]", Reason.WRONG_SHAPE),
        arguments("null", Reason.EMPTY_VALUE),
        arguments("{}", Reason.WRONG_SHAPE),
        arguments("{\"orderId\":\"%s\",\"lines\":7}".formatted(ORDER), Reason.WRONG_SHAPE),
        arguments("{\"orderId\":\"%s\",\"lines\":[null]}".formatted(ORDER), Reason.WRONG_SHAPE),
        arguments(line("\"MUG\"", "\"2\""), Reason.WRONG_SHAPE),
        arguments(line("\"MUG\"", "2.5"), Reason.WRONG_SHAPE),
        arguments(line("\"MUG\"", "0"), Reason.WRONG_SHAPE),
        arguments(line("\"MUG\"", "1e400"), Reason.WRONG_SHAPE),
        arguments(line("\"MUG\"", "99999999999999999999"), Reason.WRONG_SHAPE),
        arguments(line("\"MUG\\u0000\"", "2"), Reason.WRONG_SHAPE),
        arguments(line("\"MUG\\ud800\"", "2"), Reason.WRONG_SHAPE),
        arguments(line("\"MUG\\udc00\\ud800\"", "2"), Reason.WRONG_SHAPE),
        arguments(line("7", "2"), Reason.WRONG_SHAPE),
        arguments(line("\"MUG\"", "null"), Reason.WRONG_SHAPE),
        arguments(line("\"MUG\"", "true"), Reason.WRONG_SHAPE),
        arguments("{\"orderId\":\"%s\",\"lines\":\"\"}".formatted(ORDER), Reason.WRONG_SHAPE),
        arguments(order("\"\""), Reason.WRONG_SHAPE),
        arguments(order("\" %s \"".formatted(ORDER)), Reason.WRONG_SHAPE),
        arguments(order("\"AZmaPnwQe06aUj9sHS5LWg==\""), Reason.WRONG_SHAPE),
        arguments(order("\"1-1-1-1-1\""), Reason.WRONG_SHAPE));
  }

  @ParameterizedTest
  @MethodSource("unreadableValues")
  void namesWhatIsWrongWithTheValue(String value, Reason reason) {
    assertThat(decode(record.headers(), value.getBytes(UTF_8)))
        .isInstanceOfSatisfying(Unreadable.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MUG", "Tasse für Öl", "😀", "MUG 😀"})
  void takesAllTextThatCanBeStored(String sku) {
    byte[] value = line("\"" + sku + "\"", "2").getBytes(UTF_8);

    assertThat(decode(record.headers(), value)).isInstanceOf(Known.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "\"1\"",
        "1.0",
        "true",
        "null",
        "\"\"",
        "\" \"",
        "\"capture\"",
        "[\"CAPTURE\"]"
      })
  void takesNothingForAConstantButItsName(String stage) {
    Money amount = Money.of("25.80", "EUR");
    PaymentFailed refused = new PaymentFailed(ORDER, amount, PaymentStage.CAPTURE, "expired", null);
    EventRecord good = EventCodec.encode(EventEnvelope.of(refused, 2, reserved.time(), null), null);
    String bad = new String(good.value(), UTF_8).replace("\"CAPTURE\"", stage);

    Decoded decoded =
        EventCodec.decode(
            "payments", ORDER.toString().getBytes(UTF_8), good.headers(), bad.getBytes(UTF_8));

    assertThat(decoded)
        .isInstanceOfSatisfying(
            Unreadable.class, it -> assertThat(it.reason()).isEqualTo(Reason.WRONG_SHAPE));
  }

  @Test
  void takesNothingWhoseAnswerWouldBeLargerThanKafkaTakes() {
    int others = EventJson.write(created("")).length;
    OrderCreated largest = created("x".repeat(EventCodec.LARGEST_VALUE - others));
    EventRecord asked =
        EventCodec.encode(EventEnvelope.of(largest, 1, reserved.time(), null), null);
    Shortage shortage = new Shortage(largest.lines().getFirst().sku(), 1, 0);
    EventRecord answer =
        EventCodec.encode(
            EventEnvelope.of(
                new InventoryRejected(ORDER, List.of(shortage)),
                Integer.MAX_VALUE,
                reserved.time(),
                UUID.randomUUID()),
            TRACE);

    assertThat(asked.value()).hasSize(EventCodec.LARGEST_VALUE);
    assertThat(decode("orders", asked)).isInstanceOf(Known.class);
    assertThat(sizeInKafka(answer)).isLessThan(KAFKA_TAKES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE"})
  void readsUtf8Only(String charset) {
    byte[] other = new String(record.value(), UTF_8).getBytes(Charset.forName(charset));

    assertThat(decode(record.headers(), other))
        .isInstanceOfSatisfying(
            Unreadable.class, it -> assertThat(it.reason()).isEqualTo(Reason.NOT_JSON));
  }

  @Test
  void takesTheLargestThatOurOwnWritersState() {
    Money price = Money.of("1000000.00", "EUR");
    String text = "\ud83d\udcb8".repeat(200);
    OrderLine line = OrderLine.of("S".repeat(64), text, 10_000, price);
    OrderCancelled largest =
        new OrderCancelled(
            ORDER,
            "OF-" + ORDER,
            new Customer(text, "a".repeat(254)),
            Collections.nCopies(100, line),
            line.lineTotal().times(100),
            CancellationReason.OUT_OF_STOCK,
            "\u0001".repeat(16_000));
    EventRecord record =
        EventCodec.encode(EventEnvelope.of(largest, 2, reserved.time(), null), null);

    assertThat(record.value()).hasSizeBetween(190_000, 230_000);
    assertThat(decode("orders", record)).isInstanceOf(Known.class);
  }

  private static OrderCreated created(String sku) {
    Money nothing = Money.of("0", "JPY");
    List<OrderLine> lines = List.of(OrderLine.of(sku, "", 1, nothing));
    return new OrderCreated(ORDER, "", new Customer("", ""), lines, nothing, "", null);
  }

  private static int sizeInKafka(EventRecord record) {
    RecordHeaders headers = new RecordHeaders();
    record.headers().forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
    return AbstractRecords.estimateSizeInBytesUpperBound(
        RecordBatch.CURRENT_MAGIC_VALUE,
        CompressionType.NONE,
        record.key().getBytes(UTF_8),
        record.value(),
        headers.toArray());
  }

  private static Decoded decode(String topic, EventRecord record) {
    return EventCodec.decode(topic, record.key().getBytes(UTF_8), record.headers(), record.value());
  }

  @Test
  void refusesAnOrderThatBeginsWithItsConfirmation() {
    Money price = Money.of("12.90", "EUR");
    Customer ada = new Customer("Ada Lovelace", "ada@example.com");
    List<OrderLine> lines = List.of(OrderLine.of("MUG-01", "Mug", 1, price));
    OrderConfirmed confirmed = new OrderConfirmed(ORDER, "OF-1", ada, lines, price, null);
    EventRecord second =
        EventCodec.encode(EventEnvelope.of(confirmed, 2, reserved.time(), null), null);
    Map<String, String> first = new HashMap<>(second.headers());
    first.put("ce_sequence", "1");
    byte[] key = ORDER.toString().getBytes(UTF_8);

    assertThat(EventCodec.decode("orders", key, second.headers(), second.value()))
        .isInstanceOf(Known.class);
    assertThat(EventCodec.decode("orders", key, first, second.value()))
        .isEqualTo(new Unreadable(Reason.MALFORMED_ATTRIBUTE, "ce_sequence"));
  }

  @Test
  void refusesAKeyThatIsNotTheOrder() {
    Decoded decoded =
        EventCodec.decode("inventory", "1".getBytes(UTF_8), record.headers(), record.value());

    assertThat(decoded)
        .isInstanceOfSatisfying(
            Unreadable.class, it -> assertThat(it.reason()).isEqualTo(Reason.KEY_MISMATCH));
  }

  private static String order(String id) {
    return "{\"orderId\":%s,\"lines\":[]}".formatted(id);
  }

  private static String line(String sku, String quantity) {
    return "{\"orderId\":\"%s\",\"lines\":[{\"sku\":%s,\"quantity\":%s}]}"
        .formatted(ORDER, sku, quantity);
  }

  private Map<String, String> with(String header, String value) {
    Map<String, String> headers = new HashMap<>(record.headers());
    if (value == null) headers.remove(header);
    else headers.put(header, value);
    return headers;
  }

  private static Decoded decode(Map<String, String> headers, byte[] value) {
    return EventCodec.decode("inventory", ORDER.toString().getBytes(UTF_8), headers, value);
  }
}
