package dev.orderflow.messaging.testing;

import static dev.orderflow.messaging.ParkReason.EMPTY_VALUE;
import static dev.orderflow.messaging.ParkReason.KEY_MISMATCH;
import static dev.orderflow.messaging.ParkReason.MALFORMED_ATTRIBUTE;
import static dev.orderflow.messaging.ParkReason.MISSING_ATTRIBUTE;
import static dev.orderflow.messaging.ParkReason.NOT_JSON;
import static dev.orderflow.messaging.ParkReason.TOO_LARGE;
import static dev.orderflow.messaging.ParkReason.UNKNOWN_MAJOR_VERSION;
import static dev.orderflow.messaging.ParkReason.WRONG_SHAPE;
import static dev.orderflow.messaging.ParkReason.WRONG_TOPIC;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderflow.messaging.ParkReason;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a stranger could write to any topic, made from a good record, each with the reason for which
 * it is parked.
 */
final class BadRecords {

  private final WrittenRecord good;
  private final String text;

  /**
   * @param text a text in the JSON of the event that ends in a table, without its quotes
   */
  BadRecords(WrittenRecord good, String text) {
    this.good = good;
    this.text = '"' + text + '"';
  }

  Stream<BadRecord> all() {
    return Stream.of(
            noValue(), noJson(), wrongShape(), wrongText(), wrongAttributes(), wrongKey(), huge())
        .flatMap(records -> records);
  }

  private Stream<BadRecord> noValue() {
    return Stream.of(
        bad("null value", good.value((byte[]) null), EMPTY_VALUE),
        bad("empty value", good.value(""), EMPTY_VALUE),
        bad("JSON null", good.value("null"), EMPTY_VALUE),
        bad("blank value", good.value(" \n "), WRONG_SHAPE));
  }

  private Stream<BadRecord> noJson() {
    return Stream.of(
        bad("XML", good.value("<order/>"), NOT_JSON),
        bad("truncated", good.value(good.json().substring(0, good.json().length() - 2)), NOT_JSON),
        bad("binary", good.value(new byte[] {0, 1, 2, (byte) 0xff}), NOT_JSON),
        bad("UTF-16", good.value(good.json().getBytes(UTF_16BE)), NOT_JSON),
        bad("no UTF-8", good.value(new byte[] {'"', (byte) 0xc3, '"'}), NOT_JSON),
        bad("NaN", good.replacing("{\"orderId\"", "{\"x\":NaN,\"orderId\""), NOT_JSON),
        bad("comment", good.replacing("{\"orderId\"", "{/**/\"orderId\""), NOT_JSON));
  }

  private Stream<BadRecord> wrongShape() {
    String deep = "{\"deep\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",\"orderId\"";
    return Stream.of(
        bad("a list", good.value("[]"), WRONG_SHAPE),
        bad("a text", good.value("\"order\""), WRONG_SHAPE),
        bad("a number", good.value("1e999999999"), WRONG_SHAPE),
        bad("nothing inside", good.value("{}"), WRONG_SHAPE),
        bad("deep", good.value("[".repeat(100_000)), WRONG_SHAPE),
        bad("deep inside", good.replacing("{\"orderId\"", deep), WRONG_SHAPE),
        bad("two values", good.value(good.json().repeat(2)), WRONG_SHAPE),
        bad("no order id", good.replacing("\"orderId\"", "\"order\""), WRONG_SHAPE),
        bad(
            "null order id",
            good.replacing("\"orderId\":", "\"orderId\":null,\"x\":"),
            WRONG_SHAPE),
        bad("other order id", good.replacing("\"orderId\":\"", "\"orderId\":\"x"), WRONG_SHAPE),
        bad("list of ids", good.replacing("\"orderId\":", "\"orderId\":[],\"x\":"), WRONG_SHAPE),
        bad("duplicate name", good.replacing("{\"orderId\"", twice("orderId")), NOT_JSON),
        bad(
            "duplicate unknown",
            good.replacing("{\"orderId\"", twice("x") + ":1,\"orderId\""),
            NOT_JSON));
  }

  private static String twice(String name) {
    return "{\"%s\":\"%s\",\"%s\"".formatted(name, UUID.randomUUID(), name);
  }

  private Stream<BadRecord> wrongText() {
    return Stream.of(
        bad("U+0000", good.replacing(text, "\"A\\u0000Y\""), WRONG_SHAPE),
        bad("half a surrogate", good.replacing(text, "\"\\ud800\""), WRONG_SHAPE),
        bad("other half", good.replacing(text, "\"\\udc00\""), WRONG_SHAPE),
        bad("halves reversed", good.replacing(text, "\"\\udc00\\ud800\""), WRONG_SHAPE),
        bad("number for text", good.replacing(text, "12"), WRONG_SHAPE),
        bad("object for text", good.replacing(text, "{}"), WRONG_SHAPE),
        bad("null for text", good.replacing(text, "null"), WRONG_SHAPE),
        bad("raw U+0000", good.replacing(text, "\"A\0Y\""), NOT_JSON),
        bad("text not UTF-8", good.replacing(text, "\"\u00c3(\""), NOT_JSON),
        bad("surrogate as UTF-8", good.replacing(text, "\"\u00ed\u00a0\u0080\""), NOT_JSON),
        bad("overlong UTF-8", good.replacing(text, "\"\u00c0\u0080\""), WRONG_SHAPE));
  }

  private Stream<BadRecord> wrongAttributes() {
    Stream<BadRecord> missing =
        Stream.of("specversion", "id", "source", "type", "subject", "time", "sequence")
            .map(it -> bad("no " + it, good.without("ce_" + it), MISSING_ATTRIBUTE));
    return Stream.concat(missing, Stream.concat(malformed(), wrongType()));
  }

  private Stream<BadRecord> malformed() {
    byte[] noText = {(byte) 0xff};
    String longText = "9".repeat(100_000);
    return Stream.of(
        bad("null id", good.with("ce_id", (byte[]) null), MISSING_ATTRIBUTE),
        bad("version 9", good.with("ce_specversion", "9.0"), MALFORMED_ATTRIBUTE),
        bad("id", good.with("ce_id", "1-1-1-1-1"), MALFORMED_ATTRIBUTE),
        bad("long id", good.with("ce_id", longText), MALFORMED_ATTRIBUTE),
        bad("binary id", good.with("ce_id", noText), MALFORMED_ATTRIBUTE),
        bad("second id", good.more("ce_id", noText), MALFORMED_ATTRIBUTE),
        bad("U+0000 in the id", good.with("ce_id", "\0"), MALFORMED_ATTRIBUTE),
        bad("source", good.with("ce_source", "stranger"), MALFORMED_ATTRIBUTE),
        bad("subject", good.with("ce_subject", "order"), MALFORMED_ATTRIBUTE),
        bad("time", good.with("ce_time", "yesterday"), MALFORMED_ATTRIBUTE),
        bad("far time", good.with("ce_time", "+1000000000-12-31T23:59:59Z"), MALFORMED_ATTRIBUTE),
        bad("time BC", good.with("ce_time", "-0001-01-01T00:00:00Z"), MALFORMED_ATTRIBUTE),
        bad("sequence 0", good.with("ce_sequence", "0"), MALFORMED_ATTRIBUTE),
        bad("negative sequence", good.with("ce_sequence", "-1"), MALFORMED_ATTRIBUTE),
        bad("long sequence", good.with("ce_sequence", longText), MALFORMED_ATTRIBUTE),
        bad("cause", good.with("ce_causationid", "me"), MALFORMED_ATTRIBUTE));
  }

  private Stream<BadRecord> wrongType() {
    String type = type();
    String foreign = good.topic().equals("payments") ? "InventoryReleased" : "PaymentVoided";
    return Stream.of(
        bad("v2", good.with("ce_type", type.replace(".v1", ".v2")), UNKNOWN_MAJOR_VERSION),
        bad("vX", good.with("ce_type", type.replace(".v1", ".vX")), UNKNOWN_MAJOR_VERSION),
        bad("v1.1", good.with("ce_type", type + ".1"), UNKNOWN_MAJOR_VERSION),
        bad("foreign", good.with("ce_type", "dev.orderflow." + foreign + ".v1"), WRONG_TOPIC));
  }

  private String type() {
    return good.headers().stream()
        .filter(it -> it.key().equals("ce_type"))
        .map(it -> new String(it.value(), UTF_8))
        .findFirst()
        .orElseThrow();
  }

  private Stream<BadRecord> wrongKey() {
    String other = UUID.randomUUID().toString();
    return Stream.of(
        bad("null key", good.key(null), KEY_MISMATCH),
        bad("empty key", good.key(new byte[0]), KEY_MISMATCH),
        bad("binary key", good.key(new byte[] {0, (byte) 0xff}), KEY_MISMATCH),
        bad("another's key", good.key(other.getBytes(UTF_8)), KEY_MISMATCH),
        bad("another's subject", good.with("ce_subject", other), KEY_MISMATCH),
        bad("padded key", good.key(Arrays.copyOf(good.key(), 40)), KEY_MISMATCH));
  }

  /** As large as the broker takes: with its origin in its headers a dead letter is larger. */
  private Stream<BadRecord> huge() {
    return Stream.of(
        bad("huge", good.value("x".repeat(1_047_000)), TOO_LARGE),
        bad("huge key", good.key(new byte[1_000_000]), KEY_MISMATCH),
        bad("huge header", good.value("x").with("h", new byte[1_000_000]), NOT_JSON),
        bad("headers by the thousand", good.value("x").crowded("h", 50_000), NOT_JSON),
        bad("attributes by the thousand", good.value("x").crowded("ce_", 50_000), NOT_JSON));
  }

  private static BadRecord bad(String name, WrittenRecord record, ParkReason reason) {
    return BadRecord.of(name, record, reason);
  }
}
