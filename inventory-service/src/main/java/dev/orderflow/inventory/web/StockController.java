package dev.orderflow.inventory.web;

import dev.orderflow.http.IdempotencyKey;
import dev.orderflow.http.page.Cursor;
import dev.orderflow.http.page.Page;
import dev.orderflow.http.problem.MayFail;
import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.inventory.InventorySettings;
import dev.orderflow.inventory.Restocking;
import dev.orderflow.inventory.domain.RestockingContradicted;
import dev.orderflow.inventory.domain.Stock;
import dev.orderflow.inventory.domain.Stocks;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows operators the stock and lets them add to it. */
@RestController
@RequestMapping(path = "/stock", produces = MediaType.APPLICATION_JSON_VALUE)
class StockController {

  /** Safe in a path and in a log; the database checks the same. */
  private static final String SKU = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private static final String NOT_A_SKU = "is not a SKU";

  private final Stocks stocks;
  private final Restocking restocking;
  private final InventorySettings settings;

  StockController(Stocks stocks, Restocking restocking, InventorySettings settings) {
    this.stocks = stocks;
    this.restocking = restocking;
    this.settings = settings;
  }

  /** All SKUs in their order. */
  @GetMapping
  Page<StockView> all(
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @RequestParam @Nullable Cursor cursor) {
    String lastSeen = cursor == null ? "" : cursor.position();
    var found = stocks.findBySkuGreaterThanOrderBySku(lastSeen, Limit.of(limit + 1));
    return Page.of(found, limit, Stock::sku).map(StockView::of);
  }

  @GetMapping("/{sku}")
  @MayFail(ProblemType.NOT_FOUND)
  StockView one(@PathVariable @Pattern(regexp = SKU, message = NOT_A_SKU) String sku) {
    return shown(stocks.findBySku(sku));
  }

  /**
   * Takes up a SKU with its first pieces: 201. One that is known already is answered with 200 and
   * its present stock, which stays as it is whatever the quantity: pieces come by restocking.
   */
  @PutMapping(path = "/{sku}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @ApiResponse(
      responseCode = "200",
      description = "It was known, and is as it was",
      content = @Content(schema = @Schema(implementation = StockView.class)))
  @ApiResponse(
      responseCode = "201",
      description = "It is new",
      headers = @Header(name = "Location", description = "Where it is shown"),
      content = @Content(schema = @Schema(implementation = StockView.class)))
  @MayFail(ProblemType.INVALID_REQUEST)
  ResponseEntity<StockView> takeUp(
      @PathVariable @Pattern(regexp = SKU, message = NOT_A_SKU) String sku,
      @RequestBody Pieces first) {
    boolean isNew = restocking.takeUp(sku, first.between(0, settings.largestRestocking()));
    var answer = isNew ? ResponseEntity.created(URI.create("/stock/" + sku)) : ResponseEntity.ok();
    return answer.body(shown(stocks.findBySku(sku)));
  }

  /** Adds pieces, once per key. */
  @PostMapping(path = "/{sku}/restocks", consumes = MediaType.APPLICATION_JSON_VALUE)
  @IdempotencyKey.Needed
  @MayFail({
    ProblemType.NOT_FOUND,
    ProblemType.INVALID_REQUEST,
    ProblemType.INVALID_IDEMPOTENCY_KEY,
    ProblemType.IDEMPOTENCY_KEY_REUSED
  })
  StockView restock(
      @PathVariable @Pattern(regexp = SKU, message = NOT_A_SKU) String sku,
      @RequestHeader HttpHeaders headers,
      @RequestBody Pieces added) {
    long quantity = added.between(1, settings.largestRestocking());
    try {
      return shown(restocking.restock(sku, IdempotencyKey.of(headers), quantity));
    } catch (RestockingContradicted e) {
      throw new ProblemException(ProblemType.IDEMPOTENCY_KEY_REUSED, "With another quantity.");
    }
  }

  private static StockView shown(Optional<Stock> stock) {
    return stock
        .map(StockView::of)
        .orElseThrow(() -> ProblemException.notFound("There is no stock of this SKU."));
  }
}
