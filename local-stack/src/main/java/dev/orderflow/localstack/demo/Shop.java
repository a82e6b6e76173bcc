package dev.orderflow.localstack.demo;

import dev.orderflow.localstack.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The system as anybody reaches it: the REST APIs of its services and of the inbox. */
final class Shop {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Function<Port, String> addresses;

  /**
   * @param addresses where each of them listens, such as {@code http://localhost:8080}
   */
  Shop(Function<Port, String> addresses) {
    this.addresses = addresses;
  }

  JsonNode place(Object order) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(order)))
            .header("Idempotency-Key", UUID.randomUUID().toString());
    return send(request, Port.ORDER, "/orders");
  }

  JsonNode order(String id) {
    return get(Port.ORDER, "/orders/" + id);
  }

  JsonNode events(String id) {
    return get(Port.ORDER, "/orders/" + id + "/events");
  }

  boolean offers(String sku) {
    return exchange(HttpRequest.newBuilder().GET(), Port.ORDER, "/products/" + sku).statusCode()
        == 200;
  }

  void offer(String sku, String name, String price, boolean sellable) {
    Map<String, Object> product =
        Map.of(
            "name",
            name,
            "price",
            Map.of("amount", price, "currency", "EUR"),
            "sellable",
            sellable);
    put(Port.ORDER, "/products/" + sku, product);
  }

  void stock(String sku, int quantity) {
    put(Port.INVENTORY, "/stock/" + sku, Map.of("quantity", quantity));
  }

  Optional<JsonNode> mail(String messageId) {
    String query = URLEncoder.encode("message-id:\"" + messageId + "\"", StandardCharsets.UTF_8);
    return get(Port.INBOX, "/api/v1/search?query=" + query)
        .path("messages")
        .valueStream()
        .findFirst();
  }

  private JsonNode get(Port port, String path) {
    return send(HttpRequest.newBuilder().GET(), port, path);
  }

  private void put(Port port, String path, Object body) {
    send(
        HttpRequest.newBuilder().PUT(BodyPublishers.ofString(JSON.writeValueAsString(body))),
        port,
        path);
  }

  private JsonNode send(HttpRequest.Builder builder, Port port, String path) {
    HttpResponse<String> response = exchange(builder, port, path);
    if (response.statusCode() >= 300) {
      String said =
          response.request().method() + " " + path + " was answered " + response.statusCode();
      throw new IllegalStateException(said + ": " + response.body());
    }
    return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
  }

  private HttpResponse<String> exchange(HttpRequest.Builder builder, Port port, String path) {
    HttpRequest request =
        builder
            .uri(URI.create(addresses.apply(port) + path))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .timeout(TIMEOUT)
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri() + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
