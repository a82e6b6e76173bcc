package dev.orderflow.http.reconciliation;

import dev.orderflow.http.problem.MayFail;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lets operators have everything compared, and see what was found. */
@RestController
@ConditionalOnBean(Reconciling.class)
@RequestMapping(path = "/reconciliation", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Reconciliation", description = "Comparing what this service has recorded")
class ReconciliationController {

  private final Reconciler reconciler;
  private final ReconciliationTable table;

  ReconciliationController(Reconciler reconciler, ReconciliationTable table) {
    this.reconciler = reconciler;
    this.table = table;
  }

  @GetMapping
  @Operation(summary = "Shows what the latest reconciliation found")
  @MayFail({})
  ReconciliationView latest() {
    return table.latest();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Has everything compared now",
      description =
          "Answers at once; ask for the result until running is false, and ask again here if it"
              + " has failed. While a run is going on, here or on another instance, no second one"
              + " begins.")
  @MayFail({})
  ReconciliationView begin() {
    reconciler.begin();
    return table.latest();
  }
}
