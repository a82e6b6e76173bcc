package dev.orderflow.order.web;

import io.swagger.v3.oas.models.info.Info;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI document says that the code does not. */
@Configuration(proxyBeanMethods = false)
class OpenApi {

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
