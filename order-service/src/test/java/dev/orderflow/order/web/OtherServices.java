package dev.orderflow.order.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderflow.events.Event;
import dev.orderflow.events.InventoryCommitted;
import dev.orderflow.events.InventoryRejected;
import dev.orderflow.events.InventoryReleased;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.NotificationSent;
import dev.orderflow.events.PaymentCaptured;
import dev.orderflow.events.PaymentSucceeded;
import dev.orderflow.events.PaymentVoided;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventCodec;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventRecord;
import dev.orderflow.localstack.testing.TestServers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the other services say about an order of two mugs. */
final class OtherServices implements AutoCloseable {

  private static final Money TOTAL = Money.of("25.80", "EUR");
  private static final List<StockLine> DEMAND = List.of(new StockLine("MUG-01", 2));

  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", TestServers.bootstrapServers()),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  void reserve(UUID orderId, UUID cause) {
    say(new InventoryReserved(orderId, DEMAND), 1, cause);
  }

  void authorize(UUID orderId, UUID cause) {
    say(new PaymentSucceeded(orderId, TOTAL, "pi_1"), 1, cause);
  }

  void settle(UUID orderId, UUID cause) {
    commit(orderId, cause);
    capture(orderId, cause);
    mail(orderId, cause, Instant.now());
  }

  void commit(UUID orderId, UUID cause) {
    say(new InventoryCommitted(orderId, DEMAND), 2, cause);
  }

  void capture(UUID orderId, UUID cause) {
    say(new PaymentCaptured(orderId, TOTAL, "pi_1"), 2, cause);
  }

  void mail(UUID orderId, UUID cause, Instant time) {
    say(
        new NotificationSent(orderId, NotificationKind.ORDER_CONFIRMED, "<1@shop>"),
        1,
        cause,
        time);
  }

  void reject(UUID orderId, UUID cause) {
    say(new InventoryRejected(orderId, List.of(new Shortage("MUG-01", 2, 1))), 1, cause);
  }

  void giveBack(UUID orderId, UUID cause) {
    say(new InventoryReleased(orderId, List.of()), 1, cause);
    say(new PaymentVoided(orderId, null), 1, cause);
    say(new NotificationSent(orderId, NotificationKind.ORDER_CANCELLED, "<2@shop>"), 1, cause);
  }

  private void say(Event event, long sequence, UUID cause) {
    say(event, sequence, cause, Instant.now());
  }

  private void say(Event event, long sequence, UUID cause, Instant time) {
    EventRecord record = EventCodec.encode(EventEnvelope.of(event, sequence, time, cause), null);
    send(record.topic().id(), record.key(), record.headers(), record.value());
  }

  void send(String topic, String key, Map<String, String> headers, byte[] value) {
    var record = new ProducerRecord<>(topic, key.getBytes(UTF_8), value);
    headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    var _ = producer.send(record);
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
