package dev.orderflow.http.diagnosis;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.messaging.ParkReason;
import dev.orderflow.messaging.ParkedEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one thing to do next. It is safe: done too early, or twice, it changes nothing.
 *
 * @param service where to do it; null if there is nothing to do
 * @param request what to send there; null if there is nothing to send
 */
public record Action(Kind kind, String text, @Nullable String service, @Nullable String request) {

  /** What kind of thing. */
  public enum Kind {
    /** Nothing is open here. */
    NOTHING,
    /** It comes by itself. */
    WAIT,
    /** See what the request shows, there is more to know. */
    LOOK,
    /** Send the request. */
    REPLAY
  }

  static Action nothing() {
    return new Action(Kind.NOTHING, "Nothing to do.", null, null);
  }

  static Action await(Wait wait) {
    String until =
        wait.nextAttemptAt() == null
            ? "it comes by itself"
            : wait.owedBy() + " is asked again at " + wait.nextAttemptAt();
    return new Action(Kind.WAIT, "Wait: " + until + ".", null, null);
  }

  static Action askAt(Wait wait, UUID orderId) {
    String request = "GET /orders/" + orderId + "/diagnosis";
    return new Action(
        Kind.LOOK, "Look at " + wait.owedBy() + ": " + request + " there.", wait.owedBy(), request);
  }

  static Action lookAtTheRelay(EventSource self) {
    return new Action(
        Kind.LOOK,
        "Look at orderflow_relay_leader, orderflow_outbox_oldest_seconds and orderflow_loop_failing_seconds of %s: its events do not reach Kafka."
            .formatted(self.id()),
        self.id(),
        "GET /actuator/prometheus");
  }

  static Action dealWith(ParkedEvent parked, EventSource self) {
    String shown = "GET /parked-events/" + parked.id();
    String replay = "POST /parked-events/" + parked.id() + "/replay";
    String event = "parked event %d on %s".formatted(parked.id(), self.id());
    return switch (parked.reason()) {
      case FAILURE, UNKNOWN_MAJOR_VERSION, UNKNOWN_ORDER ->
          new Action(
              Kind.REPLAY,
              "Replay %s: %s. %s".formatted(event, replay, before(parked.reason())),
              self.id(),
              replay);
      case CONTRADICTION, FORBIDDEN_TRANSITION ->
          new Action(
              Kind.LOOK,
              "Compare %s with GET /orders/{id}/events on order-service: two services disagree."
                      .formatted(event)
                  + " Replay it when they agree, discard it when it is explained.",
              self.id(),
              shown);
      case EMPTY_VALUE,
          TOO_LARGE,
          NOT_JSON,
          WRONG_SHAPE,
          MISSING_ATTRIBUTE,
          MALFORMED_ATTRIBUTE,
          WRONG_TOPIC,
          KEY_MISMATCH ->
          new Action(
              Kind.LOOK,
              "Look at %s: nobody can read it. Find its writer, then discard it.".formatted(event),
              self.id(),
              shown);
    };
  }

  private static String before(ParkReason reason) {
    return switch (reason) {
      case UNKNOWN_MAJOR_VERSION -> "Deploy a reader of its version first.";
      case UNKNOWN_ORDER -> "What it follows has to be there first.";
      default -> "Deploy the fix first; without it, it stays parked.";
    };
  }
}
