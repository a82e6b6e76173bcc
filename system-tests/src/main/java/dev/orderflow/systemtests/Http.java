package dev.orderflow.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP. */
public final class Http {

  /** What came back. */
  public record Answer(int status, String body, HttpResponse<String> raw) {

    public JsonNode json() {
      return JSON.readTree(body);
    }

    /** Empty when there is none. */
    public String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  public static final JsonMapper JSON = new JsonMapper();

  /** Longer than the longest answer that a client can ask to wait for. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Duration timeout;
  private final HttpClient client;

  /** Waits for as long as any answer may take. */
  public Http() {
    this(PATIENCE);
  }

  /**
   * @param timeout of each request, after which it counts as unanswered
   */
  public Http(Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  public Answer get(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).GET(), Map.of());
  }

  public Answer post(String url, Object body, Map<String, String> headers) {
    return send(HttpRequest.newBuilder(URI.create(url)).POST(json(body)), headers);
  }

  public Answer put(String url, Object body) {
    return send(HttpRequest.newBuilder(URI.create(url)).PUT(json(body)), Map.of());
  }

  public Answer delete(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).DELETE(), Map.of());
  }

  private static HttpRequest.BodyPublisher json(Object body) {
    return BodyPublishers.ofString(JSON.writeValueAsString(body));
  }

  private Answer send(HttpRequest.Builder request, Map<String, String> headers) {
    headers.forEach(request::header);
    request.header("Content-Type", "application/json").timeout(timeout);
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
