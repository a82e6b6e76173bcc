package dev.orderflow.order.web;

import dev.orderflow.events.value.Money;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI document says that the code does not. */
@Configuration(proxyBeanMethods = false)
class OpenApi {

  static {
    // As it is written to the wire: text, because JSON numbers are floating point to many readers.
    SpringDocUtils.getConfig().replaceWithSchema(Money.class, money());
  }

  private static Schema<?> money() {
    return new Schema<>()
        .type("object")
        .addProperty("amount", new StringSchema().example("12.90"))
        .addProperty("currency", new StringSchema().description("ISO 4217").example("EUR"));
  }

  @Bean
  GlobalOpenApiCustomizer about() {
    return api ->
        api.info(
            new Info()
                .title("Orderflow: orders")
                .version("1")
                .description(
                    "Place an order, follow it until it is confirmed or cancelled. Every refusal is"
                        + " a problem (RFC 9457) with a stable type."));
  }
}
