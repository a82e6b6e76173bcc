package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** What the payment provider and the inbox know, read piece by piece. */
final class Sandboxes {

  private static final int MAILS_PER_PAGE = 500;
  private static final Pattern ORDER_ID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A line of the provider's ledger; the amount is in the currency's minor unit. */
  record Charge(UUID orderId, String operation, long amount) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final Ports ports;

  Sandboxes(Ports ports) {
    this.ports = ports;
  }

  void ledger(Consumer<Charge> reader) {
    try (InputStream body = get(Port.PROVIDER, "/sandbox/ledger");
        MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(body)) {
      lines.forEachRemaining(line ->
          reader.accept(
              new Charge(
                  UUID.fromString(line.get("orderId").asString()),
                  line.get("operation").asString(),
                  line.get("amount").asLong())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The order that each mail is about, by its Message-ID. */
  void mails(Consumer<UUID> reader) {
    for (int start = 0; true; start += MAILS_PER_PAGE) {
      JsonNode page = mails(start);
      if (page.isEmpty()) return;
      page.valueStream()
          .map(mail -> ORDER_ID.matcher(mail.get("MessageID").asString()))
          .filter(Matcher::find)
          .forEach(found -> reader.accept(UUID.fromString(found.group())));
    }
  }

  private JsonNode mails(int start) {
    String page = "/api/v1/messages?start=" + start + "&limit=" + MAILS_PER_PAGE;
    try (InputStream body = get(Port.INBOX, page)) {
      return JSON.readTree(body).get("messages");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the provider take this long for every call. */
  void slowDownTheProvider(long millis) {
    String faults = "{\"faults\": [{\"delayMillis\": %d}]}".formatted(millis);
    send(
        HttpRequest.newBuilder(uri(Port.PROVIDER, "/sandbox/faults"))
            .PUT(BodyPublishers.ofString(faults)));
  }

  private InputStream get(Port port, String path) {
    return send(HttpRequest.newBuilder(uri(port, path)));
  }

  private URI uri(Port port, String path) {
    return URI.create(ports.url(port) + path);
  }

  private InputStream send(HttpRequest.Builder request) {
    try {
      HttpResponse<InputStream> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) throw new IOException(answer + " was answered");
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
