package dev.orderflow.order.messaging;

import static dev.orderflow.messaging.ParkReason.CONTRADICTION;
import static dev.orderflow.messaging.ParkReason.FORBIDDEN_TRANSITION;
import static dev.orderflow.messaging.ParkReason.UNKNOWN_ORDER;
import static dev.orderflow.messaging.ParkReason.WRONG_SHAPE;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.messaging.ParkReason;
import dev.orderflow.messaging.testing.BadRecord;
import dev.orderflow.messaging.testing.WrittenRecord;
import dev.orderflow.order.Answers;
import java.util.List;
import java.util.stream.Stream;

class BadPaymentAnswersIT extends BadAnswers {

  @Override
  public EventEnvelope<?> event() {
    return pending().succeeded();
  }

  @Override
  public String textIn(EventEnvelope<?> event) {
    return "pi_1";
  }

  @Override
  public Stream<BadRecord> badForThisService() {
    return Stream.concat(money(), steps());
  }

  private Stream<BadRecord> money() {
    return Stream.of(
        money("another amount", "\"25.80\"", "\"25.81\"", CONTRADICTION),
        money("another currency", "\"EUR\"", "\"USD\"", CONTRADICTION),
        money("no such currency", "\"EUR\"", "\"XX\"", WRONG_SHAPE),
        money("more decimals", "\"25.80\"", "\"25.801\"", WRONG_SHAPE),
        money("an exponent", "\"25.80\"", "\"1e999999999\"", WRONG_SHAPE),
        money("negative", "\"25.80\"", "\"-25.80\"", CONTRADICTION),
        money("digits without end", "\"25.80\"", "\"" + "9".repeat(100_000) + "\"", WRONG_SHAPE),
        money("a JSON number", "\"25.80\"", "25.80", WRONG_SHAPE));
  }

  private BadRecord money(String name, String part, String other, ParkReason reason) {
    return BadRecord.of(
        name, WrittenRecord.of(pending().succeeded()).replacing(part, other), reason);
  }

  private Stream<BadRecord> steps() {
    Answers authorized = pending();
    Answers retold = pending();
    return Stream.of(
        BadRecord.of("unknown order", WrittenRecord.of(unknown().succeeded()), UNKNOWN_ORDER),
        new BadRecord(
            "same id, another payload",
            List.of(retold.succeeded()),
            WrittenRecord.of(retold.succeeded()).replacing("pi_1", "pi_2"),
            CONTRADICTION),
        BadRecord.after(
            List.of(authorized.succeeded()),
            "declined, but authorized",
            authorized.declined(),
            CONTRADICTION),
        BadRecord.of(
            "a number for the stage",
            WrittenRecord.of(confirmed().captureFailed()).replacing("\"CAPTURE\"", "1"),
            WRONG_SHAPE),
        BadRecord.after(
            List.of(), "captured, but pending", pending().captured(), FORBIDDEN_TRANSITION),
        BadRecord.after(
            List.of(),
            "capture refused, but pending",
            pending().captureFailed(),
            FORBIDDEN_TRANSITION),
        BadRecord.after(
            List.of(), "voided, but pending", pending().voided(2), FORBIDDEN_TRANSITION),
        BadRecord.after(
            List.of(), "refunded, but pending", pending().refunded(), FORBIDDEN_TRANSITION));
  }
}
