package dev.orderflow.payment;

import dev.orderflow.localstack.provider.ProviderSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** The payment provider, as it is outside of the service: its ledger and its bad days. */
public final class Provider {

  private final HttpClient http = HttpClient.newHttpClient();
  private final ProviderSandbox sandbox;

  Provider() {
    try {
      sandbox = ProviderSandbox.start(0, Files.createTempDirectory("provider").resolve("ledger"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return sandbox.url();
  }

  /** What was executed for an order, in order. */
  public List<String> ledger(UUID orderId) {
    return ledger("?order=" + orderId);
  }

  /** What was executed for all orders, in order. */
  public List<String> ledger() {
    return ledger("");
  }

  /**
   * @param fault the members of one fault, as JSON without the braces
   */
  public void behave(String fault) {
    faults(BodyPublishers.ofString("{\"faults\": [{" + fault + "}]}"));
  }

  public void heal() {
    faults(BodyPublishers.ofString("{}"));
  }

  private void faults(HttpRequest.BodyPublisher faults) {
    send(request("/sandbox/faults").PUT(faults));
  }

  private List<String> ledger(String query) {
    return new JsonMapper()
        .readTree(send(request("/sandbox/ledger" + query)))
        .valueStream()
        .map(line -> line.at("/operation").asString())
        .toList();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url() + path));
  }

  private String send(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) throw new IllegalStateException(answer.body());
      return answer.body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
