package dev.orderflow.localstack.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How far an order of the walk-through has come, as the API and the inbox tell.
 *
 * @param mail the mail to the customer, once the inbox has it
 */
record Ending(Story story, JsonNode order, List<JsonNode> events, @Nullable JsonNode mail) {

  static Ending of(Story story, Shop shop, String id) {
    List<JsonNode> events = shop.events(id).valueStream().toList();
    Optional<JsonNode> mail =
        events.stream()
            .filter(event -> event.path("type").asString().contains("NotificationSent"))
            .findFirst()
            .flatMap(sent -> shop.mail(sent.path("data").path("messageId").asString()));
    return new Ending(story, shop.order(id), events, mail.orElse(null));
  }

  /** Nothing more is to be expected. */
  boolean isFinal() {
    return !status().equals("PENDING") && order.path("settled").asBoolean() && mail != null;
  }

  /** What is not as it must be, or nothing. */
  Optional<String> complaint() {
    String reason = order.path("cancellation").path("reason").asString("");
    String expectedReason = story.reason() == null ? "" : story.reason();
    if (!status().equals(story.expectedStatus()) || !reason.equals(expectedReason)) {
      return Optional.of(
          "is "
              + status()
              + " "
              + reason
              + ", not "
              + story.expectedStatus()
              + " "
              + expectedReason);
    }
    if (!order.path("settled").asBoolean()) {
      return Optional.of("is not settled");
    }
    return mail == null ? Optional.of("has no mail") : Optional.empty();
  }

  String number() {
    return order.path("number").asString();
  }

  String status() {
    return order.path("status").asString();
  }

  Duration sinceCreated(JsonNode event) {
    return Duration.between(time(events.getFirst()), time(event));
  }

  private static Instant time(JsonNode event) {
    return Instant.parse(event.path("time").asString());
  }
}
