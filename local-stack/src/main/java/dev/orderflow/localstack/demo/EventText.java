package dev.orderflow.localstack.demo;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** An event in a few words. */
final class EventText {

  private EventText() {}

  /** {@code OrderCreated}, whether the API says so or {@code dev.orderflow.OrderCreated.v1}. */
  static String type(JsonNode event) {
    return event
        .path("type")
        .asString()
        .replaceFirst("^dev\\.orderflow\\.", "")
        .replaceFirst("\\.v\\d+$", "");
  }

  static String source(JsonNode event) {
    return event.path("source").asString().replaceFirst(".*/", "");
  }

  static String summary(JsonNode event) {
    JsonNode data = event.path("data");
    return switch (type(event)) {
      case "OrderCreated" -> lines(data) + ", " + money(data.path("total"));
      case "OrderCancelled" -> data.path("reason").asString();
      case "InventoryReserved", "InventoryCommitted", "InventoryReleased" -> lines(data);
      case "InventoryRejected" -> shortages(data);
      case "PaymentSucceeded" -> money(data.path("amount")) + " authorized";
      case "PaymentFailed" -> data.path("code").asString();
      case "OrderConfirmed" -> money(data.path("total")) + ", in stock and authorized";
      case "PaymentVoided" ->
          data.path("reference").isString() ? "authorization given back" : "nothing was held";
      case "PaymentCaptured", "PaymentRefunded" -> money(data.path("amount"));
      case "NotificationSent", "NotificationFailed" -> data.path("kind").asString();
      default -> "";
    };
  }

  private static String lines(JsonNode data) {
    return data.path("lines")
        .valueStream()
        .map(line -> line.path("quantity").asInt() + " × " + line.path("sku").asString())
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(", "), text -> text.isEmpty() ? "nothing was held" : text));
  }

  private static String shortages(JsonNode data) {
    return data.path("shortages")
        .valueStream()
        .map(shortage ->
            "%s: %d wanted, %d available"
                .formatted(
                    shortage.path("sku").asString(),
                    shortage.path("requested").asInt(),
                    shortage.path("available").asInt()))
        .collect(Collectors.joining("; "));
  }

  private static String money(JsonNode money) {
    return money.path("amount").asString() + " " + money.path("currency").asString();
  }
}
