package dev.orderflow.systemtests.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderflow.systemtests.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record that a stranger makes of one of ours.
 *
 * @param parkedBy the services that must park it; without effect on all others
 */
record Hostile(ProducerRecord<byte[], byte[]> record, Set<String> parkedBy) {

  private static final int MANY_HEADERS = 2_000;
  private static final int DEEP = 5_000;

  /** One of each kind that can be made of these records of one topic. */
  static List<Hostile> madeOf(List<ConsumerRecord<byte[], byte[]>> good) {
    if (good.isEmpty()) return List.of();
    List<Hostile> all = new ArrayList<>();
    all.addAll(unreadable(good.getFirst()));
    all.addAll(harmless(good.getFirst()));
    all.addAll(contradicting(good));
    return all;
  }

  private static List<Hostile> unreadable(ConsumerRecord<byte[], byte[]> good) {
    Set<String> all = Topics.readersOf(good.topic());
    byte[] value = good.value();
    String type = header(good, "ce_type");
    String elsewhere = good.topic().equals("orders") ? "PaymentVoided" : "OrderCreated";
    return List.of(
        of(good, all, null, _ -> {}),
        of(good, all, new byte[0], _ -> {}),
        of(good, all, java.util.Arrays.copyOf(value, value.length / 2), _ -> {}),
        of(good, all, "[]".getBytes(UTF_8), _ -> {}),
        of(good, all, "null".getBytes(UTF_8), _ -> {}),
        of(good, all, new byte[] {(byte) 0xff, 0, (byte) 0xfe}, _ -> {}),
        of(good, all, "[".repeat(DEEP).getBytes(UTF_8), _ -> {}),
        of(good, all, value, headers -> headers.remove("ce_type")),
        of(good, all, value, headers -> headers.remove("ce_id")),
        of(good, all, value, headers -> headers.set("ce_id", "1")),
        of(good, all, value, headers -> headers.set("ce_source", "nobody")),
        of(good, all, value, headers -> headers.set("ce_sequence", "0")),
        of(good, all, value, headers -> headers.set("ce_sequence", "99999999999999999999")),
        of(good, all, value, headers -> headers.set("ce_time", "yesterday")),
        of(good, all, value, headers -> headers.set("ce_specversion", "2.0")),
        of(good, all, value, headers -> headers.set("ce_type", type.replace(".v1", ".v9"))),
        of(
            good,
            all,
            value,
            headers -> headers.set("ce_type", "dev.orderflow." + elsewhere + ".v1")),
        new Hostile(
            new ProducerRecord<>(
                good.topic(),
                good.partition(),
                null,
                UUID.randomUUID().toString().getBytes(UTF_8),
                value,
                good.headers()),
            all));
  }

  private static List<Hostile> harmless(ConsumerRecord<byte[], byte[]> good) {
    String json = new String(good.value(), UTF_8);
    String more = json.substring(0, json.length() - 1) + ",\"strange\":{\"to\":[\"us\"]}}";
    return List.of(
        of(
            good,
            Set.of(),
            good.value(),
            headers -> headers.set("ce_type", "dev.orderflow.OrderShipped.v1")),
        of(
            good,
            Set.of(),
            good.value(),
            headers -> headers.set("ce_type", "com.example.Another.v1")),
        of(good, Set.of(), more.getBytes(UTF_8), _ -> {}),
        of(good, Set.of(), good.value(), Hostile::addManyHeaders),
        new Hostile(
            new ProducerRecord<>(
                good.topic(), good.partition(), 1L, good.key(), good.value(), good.headers()),
            Set.of()));
  }

  private static List<Hostile> contradicting(List<ConsumerRecord<byte[], byte[]>> good) {
    List<Hostile> all = new ArrayList<>();
    find(good, "OrderCreated").ifPresent(it -> all.add(inAnotherCurrency(it, "payment-service")));
    find(good, "PaymentSucceeded").ifPresent(it -> all.add(inAnotherCurrency(it, "order-service")));
    if (!good.getFirst().topic().equals("orders")) all.add(ofAnUnknownOrder(good.getFirst()));
    find(good, "InventoryRejected").ifPresent(it -> all.add(forbidden(it)));
    return all;
  }

  /** The same event about as much of other money. */
  private static Hostile inAnotherCurrency(ConsumerRecord<byte[], byte[]> good, String parkedBy) {
    String json = new String(good.value(), UTF_8).replace("\"EUR\"", "\"USD\"");
    return of(good, Set.of(parkedBy), json.getBytes(UTF_8), _ -> {});
  }

  private static Hostile ofAnUnknownOrder(ConsumerRecord<byte[], byte[]> good) {
    String order = new String(good.key(), UTF_8);
    String unknown = UUID.randomUUID().toString();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            good.topic(),
            good.partition(),
            null,
            unknown.getBytes(UTF_8),
            new String(good.value(), UTF_8).replace(order, unknown).getBytes(UTF_8),
            good.headers());
    Headers headers = new Headers(record);
    headers.set("ce_subject", unknown);
    headers.set("ce_id", UUID.randomUUID().toString());
    return new Hostile(record, Topics.readersOf(good.topic()));
  }

  /** Stock of an order that never was confirmed is said to have left. */
  private static Hostile forbidden(ConsumerRecord<byte[], byte[]> rejected) {
    String order = new String(rejected.key(), UTF_8);
    String json = "{\"orderId\":\"" + order + "\",\"lines\":[{\"sku\":\"SKU-1\",\"quantity\":1}]}";
    return of(
        rejected,
        Topics.readersOf(rejected.topic()),
        json.getBytes(UTF_8),
        headers -> {
          headers.set("ce_type", "dev.orderflow.InventoryCommitted.v1");
          headers.set("ce_id", UUID.randomUUID().toString());
          headers.set("ce_sequence", "99");
        });
  }

  private static void addManyHeaders(Headers headers) {
    for (int i = 0; i < MANY_HEADERS; i++) headers.add("h" + i % 10, "x".repeat(i % 50));
    headers.add("spring_json_header_types", "{\"a\":\"java.lang.Runtime\"}");
    headers.add("kafka_dlt-original-offset", "not eight bytes");
    headers.add("\u0000\uD83D\uDCA5", "\u0000");
    headers.add("empty", null);
  }

  private static Optional<ConsumerRecord<byte[], byte[]>> find(
      List<ConsumerRecord<byte[], byte[]>> good, String type) {
    return good.stream()
        .filter(it -> header(it, "ce_type").contains("." + type + "."))
        .filter(it -> !new String(it.value(), UTF_8).contains("\"JPY\""))
        .findFirst();
  }

  private static Hostile of(
      ConsumerRecord<byte[], byte[]> good,
      Set<String> parkedBy,
      byte @Nullable [] value,
      Consumer<Headers> change) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            good.topic(), good.partition(), null, good.key(), value, good.headers());
    change.accept(new Headers(record));
    return new Hostile(record, parkedBy);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  /** Of a record that is yet to be sent. */
  private record Headers(ProducerRecord<byte[], byte[]> record) {

    void set(String name, String value) {
      remove(name);
      add(name, value);
    }

    void add(String name, @Nullable String value) {
      record.headers().add(name, value == null ? null : value.getBytes(UTF_8));
    }

    void remove(String name) {
      record.headers().remove(name);
    }
  }
}
