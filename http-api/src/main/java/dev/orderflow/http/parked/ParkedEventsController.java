package dev.orderflow.http.parked;

import dev.orderflow.http.Caller;
import dev.orderflow.http.page.Cursor;
import dev.orderflow.http.page.Page;
import dev.orderflow.http.problem.MayFail;
import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.messaging.ParkReason;
import dev.orderflow.messaging.ParkedEvent;
import dev.orderflow.messaging.ParkedEvent.Status;
import dev.orderflow.messaging.ParkedEventFilter;
import dev.orderflow.messaging.ParkedEvents;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What operators do with the records that this service could not apply. */
@RestController
@ConditionalOnBean(ParkedEvents.class)
@RequestMapping(path = "/parked-events", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Parked events", description = "Records from Kafka that could not be applied")
public class ParkedEventsController {

  /** Not what many are dealt with by: those have other methods. */
  private static final String ONE = "/{id:(?!replay$|discard$).+}";

  /** Beyond no id. */
  static final long START = 0;

  /** What a topic or type may look like here: PostgreSQL cannot compare with every text. */
  private static final String TEXT = "\\P{Cntrl}{1,255}";

  private final ParkedEvents parkedEvents;

  ParkedEventsController(ParkedEvents parkedEvents) {
    this.parkedEvents = parkedEvents;
  }

  @GetMapping
  @Operation(summary = "Lists parked events, oldest first, without their content")
  Page<ParkedEventSummary> list(
      @RequestParam(defaultValue = "PARKED") Status status,
      @RequestParam(required = false) @Nullable ParkReason reason,
      @RequestParam(required = false) @Pattern(regexp = TEXT) @Nullable String topic,
      @RequestParam(required = false) @Pattern(regexp = TEXT) @Nullable String type,
      @RequestParam(required = false) @Nullable UUID orderId,
      @RequestParam(required = false) @Nullable Cursor cursor,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
          int limit) {
    long beyond = cursor == null ? START : cursor.toNumber();
    var filter = new ParkedEventFilter(reason, topic, type, orderId);
    List<ParkedEvent> found = parkedEvents.list(status, filter, beyond, limit + 1);
    return Page.of(found, limit, ParkedEvent::id).map(ParkedEventSummary::of);
  }

  @GetMapping(ONE)
  @Operation(summary = "Shows a parked event with its headers and bytes, the payment token masked")
  @MayFail(ProblemType.NOT_FOUND)
  ParkedEventView show(@PathVariable long id) {
    return ParkedEventView.of(parkedEvents.find(id).orElseThrow(this::notFound));
  }

  @PostMapping("/{id}/replay")
  @Operation(
      summary = "Applies a parked event now, with the same id",
      description =
          "The status tells whether it worked: REPLAYED, or still PARKED with the reason of this"
              + " attempt. Replaying a replayed one changes nothing.")
  @MayFail({ProblemType.NOT_FOUND, ProblemType.PARKED_EVENT_CLOSED})
  ParkedEventView replay(
      @PathVariable long id,
      Caller caller,
      @RequestHeader(name = "X-Operator", required = false) @Pattern(regexp = Caller.NAME)
          @Nullable String operator) {
    ParkedEvent after =
        parkedEvents.replay(id, caller.or(operator).name()).orElseThrow(this::notFound);
    if (after.status() == Status.DISCARDED) throw closed("It was discarded.");
    return ParkedEventView.of(after);
  }

  @PostMapping(path = "/{id}/discard", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Gives a parked event up, for a reason that is kept with it",
      description = "Discarding a discarded one changes nothing.")
  @MayFail({ProblemType.NOT_FOUND, ProblemType.PARKED_EVENT_CLOSED, ProblemType.INVALID_REQUEST})
  ParkedEventView discard(
      @PathVariable long id,
      Caller caller,
      @RequestHeader(name = "X-Operator", required = false) @Pattern(regexp = Caller.NAME)
          @Nullable String operator,
      @RequestBody Discard discard) {
    ParkedEvent after =
        parkedEvents
            .discard(id, caller.or(operator).name(), discard.validReason())
            .orElseThrow(this::notFound);
    if (after.status() == Status.REPLAYED) throw closed("It was replayed.");
    return ParkedEventView.of(after);
  }

  private ProblemException notFound() {
    return ProblemException.notFound("No parked event has this id.");
  }

  private static ProblemException closed(String detail) {
    return new ProblemException(ProblemType.PARKED_EVENT_CLOSED, detail);
  }
}
