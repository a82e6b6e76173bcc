package dev.orderflow.http.parked;

import dev.orderflow.http.Caller;
import dev.orderflow.http.page.Cursor;
import dev.orderflow.http.problem.MayFail;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.messaging.ParkedCause;
import dev.orderflow.messaging.ParkedEvent.Status;
import dev.orderflow.messaging.ParkedEventFilter;
import dev.orderflow.messaging.ParkedEvents;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What operators do after a bug or an outage that parked many records. */
@RestController
@ConditionalOnBean(ParkedEvents.class)
@RequestMapping(path = "/parked-events", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Parked events")
public class ManyParkedEventsController {

  private static final String DEFAULT_LIMIT = "100";

  /** Keeps one request within some seconds: each event is a transaction of its own. */
  private static final int MAX_LIMIT = 500;

  private final ParkedEvents parkedEvents;

  ManyParkedEventsController(ParkedEvents parkedEvents) {
    this.parkedEvents = parkedEvents;
  }

  @GetMapping("/causes")
  @Operation(
      summary = "Counts parked events by cause, the most frequent first",
      description = "At most 100 causes, among the oldest 100,000 events.")
  List<ParkedCause> causes(@RequestParam(defaultValue = "PARKED") Status status) {
    return parkedEvents.causes(status);
  }

  @PostMapping(path = "/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Applies parked events now, with the same ids, in the order in which they came",
      description =
          "Those that agree with all that the filter names, each in its own transaction; go on"
              + " with the cursor until next is null. Asking again is harmless.")
  ManyParkedEvents replay(
      @RequestParam(required = false) @Nullable Cursor cursor,
      @RequestParam(defaultValue = DEFAULT_LIMIT) @Min(1) @Max(MAX_LIMIT) int limit,
      Caller caller,
      @RequestHeader(name = "X-Operator", required = false) @Pattern(regexp = Caller.NAME)
          @Nullable String operator,
      @RequestBody ParkedEventFilter filter) {
    String name = caller.or(operator).name();
    return ManyParkedEvents.of(parkedEvents.replay(filter, beyond(cursor), limit, name), limit);
  }

  @PostMapping(path = "/discard", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Gives parked events up, for a reason that is kept with each",
      description = "The filter must name something. Asking again is harmless.")
  @MayFail(ProblemType.INVALID_REQUEST)
  ManyParkedEvents discard(
      @RequestParam(required = false) @Nullable Cursor cursor,
      @RequestParam(defaultValue = DEFAULT_LIMIT) @Min(1) @Max(MAX_LIMIT) int limit,
      Caller caller,
      @RequestHeader(name = "X-Operator", required = false) @Pattern(regexp = Caller.NAME)
          @Nullable String operator,
      @RequestBody DiscardMany discard) {
    DiscardMany.Valid valid = discard.valid();
    String name = caller.or(operator).name();
    return ManyParkedEvents.of(
        parkedEvents.discard(valid.filter(), beyond(cursor), limit, name, valid.reason()), limit);
  }

  private static long beyond(@Nullable Cursor cursor) {
    return cursor == null ? ParkedEventsController.START : cursor.toNumber();
  }
}
