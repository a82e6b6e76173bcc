package dev.orderflow.order.web;

import dev.orderflow.http.page.Cursor;
import dev.orderflow.http.page.Page;
import dev.orderflow.http.problem.MayFail;
import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.order.Catalogue;
import dev.orderflow.order.domain.Product;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue: read by customers, kept by operators. */
@RestController
@RequestMapping(path = "/products", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Products", description = "What can be ordered, and for how much")
class ProductsController {

  /** Safe in a path and in a log. */
  private static final String SKU = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private static final String NOT_A_SKU = "is not a SKU";

  private final Catalogue catalogue;

  ProductsController(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @GetMapping
  @Operation(summary = "Lists the products by SKU, the discontinued ones among them")
  Page<ProductView> list(
      @RequestParam(required = false) @Nullable Cursor cursor,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
          int limit) {
    String after = cursor == null ? "" : cursor.position();
    return Page.of(catalogue.after(after, limit + 1), limit, Product::sku).map(ProductView::of);
  }

  @GetMapping("/{sku}")
  @Operation(summary = "Shows a product")
  @MayFail(ProblemType.NOT_FOUND)
  ProductView show(@PathVariable @Pattern(regexp = SKU, message = NOT_A_SKU) String sku) {
    return catalogue
        .find(sku)
        .map(ProductView::of)
        .orElseThrow(() -> ProblemException.notFound("There is no such product."));
  }

  @PutMapping(path = "/{sku}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Adds or changes a product (operators)",
      description =
          "Orders keep the name and price that they were placed at. The stock is kept by"
              + " inventory-service.")
  @ApiResponse(
      responseCode = "200",
      description = "It was known",
      content = @Content(schema = @Schema(implementation = ProductView.class)))
  @ApiResponse(
      responseCode = "201",
      description = "It is new",
      headers = @Header(name = "Location", description = "Where it is shown"),
      content = @Content(schema = @Schema(implementation = ProductView.class)))
  @MayFail(ProblemType.INVALID_REQUEST)
  ResponseEntity<ProductView> put(
      @PathVariable @Pattern(regexp = SKU, message = NOT_A_SKU) String sku,
      @RequestBody ProductRequest request) {
    Catalogue.Stored stored = catalogue.put(request.toCommand(sku));
    ResponseEntity.BodyBuilder response =
        stored.isNew()
            ? ResponseEntity.created(URI.create("/products/" + sku))
            : ResponseEntity.ok();
    return response.body(ProductView.of(stored.product()));
  }
}
