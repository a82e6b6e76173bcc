package dev.orderflow.http.diagnosis;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.http.problem.MayFail;
import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.messaging.ParkedEvent;
import dev.orderflow.messaging.ParkedEvent.Status;
import dev.orderflow.messaging.ParkedEventFilter;
import dev.orderflow.messaging.ParkedEvents;
import dev.orderflow.messaging.UnpublishedEvents;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Tells operators what an order waits for in this service. */
@RestController
@ConditionalOnBean(Diagnosing.class)
@Tag(name = "Diagnosis", description = "What an order waits for, and what to do about it")
public class DiagnosisController {

  /** More of one order's events than it has in its life are one cause, told 20 times. */
  private static final int MOST_PARKED = 20;

  private static final long START = 0;

  private final Diagnosing diagnosing;
  private final ParkedEvents parkedEvents;
  private final UnpublishedEvents unpublishedEvents;
  private final EventSource self;

  DiagnosisController(
      Diagnosing diagnosing,
      ParkedEvents parkedEvents,
      UnpublishedEvents unpublishedEvents,
      EventSource self) {
    this.diagnosing = diagnosing;
    this.parkedEvents = parkedEvents;
    this.unpublishedEvents = unpublishedEvents;
    this.self = self;
  }

  @GetMapping(path = "/orders/{id}/diagnosis", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Says what an order waits for in this service, since when, and what to do about it",
      description =
          "From this service's own database; each of the four services answers the same. Begin"
              + " with order-service: it names the service that owes the answer.")
  @MayFail(ProblemType.NOT_FOUND)
  Diagnosis diagnose(@PathVariable UUID id) {
    Optional<Standing> standing = diagnosing.standingOf(id);
    List<ParkedEvent> parked =
        parkedEvents.list(Status.PARKED, ParkedEventFilter.ofOrder(id), START, MOST_PARKED);
    if (standing.isEmpty() && parked.isEmpty()) throw unknown();
    return Diagnosis.of(id, self, standing, unpublishedEvents.of(id), parked);
  }

  private ProblemException unknown() {
    return ProblemException.notFound(
        self == EventSource.ORDER_SERVICE
            ? "There is no such order."
            : "Nothing has been heard of this order here. If order-service knows it, its events"
                + " are still on their way: see the outbox there, and the lag here.");
  }
}
