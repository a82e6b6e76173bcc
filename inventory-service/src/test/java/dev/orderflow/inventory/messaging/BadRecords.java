package dev.orderflow.inventory.messaging;

import static dev.orderflow.messaging.ParkReason.EMPTY_VALUE;
import static dev.orderflow.messaging.ParkReason.KEY_MISMATCH;
import static dev.orderflow.messaging.ParkReason.MALFORMED_ATTRIBUTE;
import static dev.orderflow.messaging.ParkReason.MISSING_ATTRIBUTE;
import static dev.orderflow.messaging.ParkReason.NOT_JSON;
import static dev.orderflow.messaging.ParkReason.UNKNOWN_MAJOR_VERSION;
import static dev.orderflow.messaging.ParkReason.WRONG_SHAPE;
import static dev.orderflow.messaging.ParkReason.WRONG_TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.orderflow.inventory.PlacedOrder;
import dev.orderflow.messaging.ParkReason;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What a stranger could write to the topic, each with the reason for which it is parked. */
final class BadRecords {

  private BadRecords() {}

  static Stream<Arguments> unreadable() {
    return Stream.of(
            noValue(), noJson(), wrongShape(), wrongMoney(), wrongAttributes(), wrongKey(), huge())
        .flatMap(records -> records);
  }

  private static Stream<Arguments> noValue() {
    return Stream.of(
        bad("null value", created().value((byte[]) null), EMPTY_VALUE),
        bad("empty value", created().value(""), EMPTY_VALUE));
  }

  private static Stream<Arguments> noJson() {
    return Stream.of(
        bad("XML", created().value("<order/>"), NOT_JSON),
        bad("truncated", created().replacing("\"paymentToken\"", "\"paymentTo"), NOT_JSON),
        bad("binary", created().value(new byte[] {0, 1, 2, (byte) 0xff}), NOT_JSON),
        bad("no UTF-8", created().value(new byte[] {'"', (byte) 0xc3, '"'}), NOT_JSON),
        bad(
            "duplicate name",
            created().replacing("\"lines\"", "\"total\":1,\"lines\""),
            WRONG_SHAPE),
        bad("two values", twice(created()), WRONG_SHAPE));
  }

  private static Stream<Arguments> wrongShape() {
    return Stream.of(
        bad("null", created().value("null"), EMPTY_VALUE),
        bad("a list", created().value("[]"), WRONG_SHAPE),
        bad("a text", created().value("\"order\""), WRONG_SHAPE),
        bad("nothing inside", created().value("{}"), WRONG_SHAPE),
        bad("deep", created().value("[".repeat(100_000)), WRONG_SHAPE),
        bad(
            "no lines",
            created().replacing("\"lines\":[", "\"lines\":[],\"other\":["),
            WRONG_SHAPE),
        bad("null line", created().replacing("\"lines\":[", "\"lines\":[null,"), WRONG_SHAPE),
        bad("no customer", created().replacing("\"customer\"", "\"client\""), WRONG_SHAPE),
        bad(
            "text as number",
            created().replacing("\"quantity\":2", "\"quantity\":\"2\""),
            WRONG_SHAPE),
        bad("no piece", created().replacing("\"quantity\":2", "\"quantity\":0"), WRONG_SHAPE),
        bad("negative", created().replacing("\"quantity\":2", "\"quantity\":-2"), WRONG_SHAPE),
        bad("fraction", created().replacing("\"quantity\":2", "\"quantity\":2.5"), WRONG_SHAPE),
        bad(
            "too many",
            created().replacing("\"quantity\":2", "\"quantity\":99999999999"),
            WRONG_SHAPE),
        bad("U+0000", created().replacing("\"ANY\"", "\"A\\u0000Y\""), WRONG_SHAPE),
        bad("half a surrogate", created().replacing("\"ANY\"", "\"\\ud800\""), WRONG_SHAPE));
  }

  private static Stream<Arguments> wrongMoney() {
    return Stream.of(
        bad("line total", created().replacing("\"quantity\":2", "\"quantity\":3"), WRONG_SHAPE),
        bad(
            "currency",
            created().replacing("\"currency\":\"EUR\"", "\"currency\":\"XX\""),
            WRONG_SHAPE),
        bad("decimals", created().replacing("\"25.80\"", "\"25.801\""), WRONG_SHAPE),
        bad("exponent", created().replacing("\"25.80\"", "\"1e999999999\""), WRONG_SHAPE),
        bad("a JSON number", created().replacing("\"25.80\"", "25.80"), WRONG_SHAPE));
  }

  private static Stream<Arguments> wrongAttributes() {
    Stream<Arguments> missing =
        Stream.of("specversion", "id", "source", "type", "subject", "time", "sequence")
            .map(it -> bad("no " + it, created().without("ce_" + it), MISSING_ATTRIBUTE));
    Stream<Arguments> wrong =
        Stream.of(
            bad("version 9", created().with("ce_specversion", "9.0"), MALFORMED_ATTRIBUTE),
            bad("id", created().with("ce_id", "1-1-1-1-1"), MALFORMED_ATTRIBUTE),
            bad("source", created().with("ce_source", "payment-service"), MALFORMED_ATTRIBUTE),
            bad("subject", created().with("ce_subject", "order"), MALFORMED_ATTRIBUTE),
            bad("time", created().with("ce_time", "yesterday"), MALFORMED_ATTRIBUTE),
            bad(
                "far time",
                created().with("ce_time", "+1000000000-12-31T23:59:59Z"),
                MALFORMED_ATTRIBUTE),
            bad("sequence 0", created().with("ce_sequence", "0"), MALFORMED_ATTRIBUTE),
            bad("sequence", created().with("ce_sequence", "9".repeat(30)), MALFORMED_ATTRIBUTE),
            bad("cause", created().with("ce_causationid", "me"), MALFORMED_ATTRIBUTE),
            bad("no text", created().with("ce_id", new byte[] {(byte) 0xff}), MALFORMED_ATTRIBUTE),
            bad("null id", created().with("ce_id", (byte[]) null), MISSING_ATTRIBUTE),
            bad(
                "v2",
                created().with("ce_type", "dev.orderflow.OrderCreated.v2"),
                UNKNOWN_MAJOR_VERSION),
            bad(
                "vX",
                created().with("ce_type", "dev.orderflow.OrderCreated.vX"),
                UNKNOWN_MAJOR_VERSION),
            bad(
                "foreign",
                created().with("ce_type", "dev.orderflow.PaymentVoided.v1"),
                WRONG_TOPIC));
    return Stream.concat(missing, wrong);
  }

  private static Stream<Arguments> wrongKey() {
    String other = UUID.randomUUID().toString();
    return Stream.of(
        bad("null key", created().key(null), KEY_MISMATCH),
        bad("empty key", created().key(new byte[0]), KEY_MISMATCH),
        bad("binary key", created().key(new byte[] {0, (byte) 0xff}), KEY_MISMATCH),
        bad("another's key", created().key(other.getBytes(UTF_8)), KEY_MISMATCH),
        bad("another's subject", created().with("ce_subject", other), KEY_MISMATCH));
  }

  /** As large as the broker takes: with its origin in its headers a dead letter is larger. */
  private static Stream<Arguments> huge() {
    return Stream.of(bad("huge", created().value("x".repeat(1_047_000)), NOT_JSON));
  }

  static WrittenRecord created() {
    return WrittenRecord.of(PlacedOrder.of("ANY", 2).created());
  }

  private static WrittenRecord twice(WrittenRecord record) {
    return record.value(new String(record.value(), UTF_8).repeat(2));
  }

  private static Arguments bad(String name, WrittenRecord record, ParkReason reason) {
    return argumentSet(name, record, reason);
  }
}
