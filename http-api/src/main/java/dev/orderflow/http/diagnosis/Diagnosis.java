package dev.orderflow.http.diagnosis;

import static java.util.stream.Collectors.joining;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.http.parked.ParkedEventSummary;
import dev.orderflow.messaging.ParkedEvent;
import dev.orderflow.messaging.UnpublishedEvents;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an order waits for in one service, and what to do about it.
 *
 * @param service whose word this is: it knows its own database only
 * @param asOf when it was looked, by the database's clock
 * @param open whether the order waits for anything here, or has events here that are parked or not
 *     published
 * @param summary all of it for people
 * @param parkedEvents those of the order that wait for an operator, the oldest 20
 */
record Diagnosis(
    UUID orderId,
    @Schema(example = "order-service") String service,
    Instant asOf,
    boolean open,
    String summary,
    List<Wait> waits,
    Unpublished unpublished,
    List<ParkedEventSummary> parkedEvents,
    Action action) {

  /** Answers take milliseconds, and are asked for again after half a minute. */
  private static final Duration USUAL = Duration.ofSeconds(30);

  /**
   * Events of the order that Kafka has not got yet.
   *
   * @param since when the oldest was recorded; null if there is none
   */
  record Unpublished(long events, @Nullable Instant since) {}

  /**
   * @param standing empty if nothing is recorded of the order here
   */
  static Diagnosis of(
      UUID orderId,
      EventSource self,
      Optional<Standing> standing,
      UnpublishedEvents.OfOrder unpublished,
      List<ParkedEvent> parked) {
    List<Wait> waits = standing.map(Standing::waits).orElse(List.of());
    String recorded =
        standing.map(Standing::summary).orElse("Nothing is recorded of the order here.");
    return new Diagnosis(
        orderId,
        self.id(),
        unpublished.asOf(),
        !waits.isEmpty() || !parked.isEmpty() || unpublished.events() > 0,
        summary(recorded, waits, unpublished, parked),
        waits,
        new Unpublished(unpublished.events(), unpublished.since()),
        parked.stream().map(ParkedEventSummary::of).toList(),
        action(orderId, self, waits, unpublished, parked));
  }

  private static String summary(
      String recorded,
      List<Wait> waits,
      UnpublishedEvents.OfOrder unpublished,
      List<ParkedEvent> parked) {
    Stream<String> published =
        unpublished.since() == null
            ? Stream.empty()
            : Stream.of(
                "Events that wait for Kafka: %d, the oldest since %s."
                    .formatted(unpublished.events(), unpublished.since()));
    return Stream.of(
            Stream.of(recorded),
            waits.stream().map(Wait::sentence),
            published,
            parked.stream().map(Diagnosis::sentence))
        .flatMap(sentences -> sentences)
        .collect(joining(" "));
  }

  private static String sentence(ParkedEvent parked) {
    return "Parked event %d from %s (%s: %s) waits for an operator since %s."
        .formatted(
            parked.id(), parked.topic(), parked.reason(), parked.detail(), parked.parkedAt());
  }

  // The first that applies: what only a person can do, then what keeps others from going on.
  private static Action action(
      UUID orderId,
      EventSource self,
      List<Wait> waits,
      UnpublishedEvents.OfOrder unpublished,
      List<ParkedEvent> parked) {
    if (!parked.isEmpty()) return Action.dealWith(parked.getFirst(), self);
    if (isOverdue(unpublished.since(), unpublished.asOf())) return Action.lookAtTheRelay(self);
    return waits.stream()
        .filter(wait -> wait.isOwedByAService() && isOverdue(wait.since(), unpublished.asOf()))
        .findFirst()
        .map(wait -> Action.askAt(wait, orderId))
        .or(() -> waits.stream().findFirst().map(Action::await))
        .orElseGet(Action::nothing);
  }

  private static boolean isOverdue(@Nullable Instant since, Instant now) {
    return since != null && since.plus(USUAL).isBefore(now);
  }
}
