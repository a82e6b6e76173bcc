package dev.orderflow.http.openapi;

import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;

/** An amount as it is written to the wire: text, because numbers are floating point to many. */
public final class MoneyInOpenApi {

  private MoneyInOpenApi() {}

  public static Schema<?> schema() {
    ObjectSchema schema = new ObjectSchema();
    schema.addProperty("amount", new StringSchema().example("12.90"));
    schema.addProperty("currency", new StringSchema().description("ISO 4217").example("EUR"));
    schema.setRequired(List.of("amount", "currency"));
    return schema;
  }
}
