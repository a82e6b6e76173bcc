package dev.orderflow.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.localstack.inbox.Inbox;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The mails that have arrived, as Mailpit's REST interface gives them. */
public record Mailbox(Inbox inbox) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public List<JsonNode> all() {
    return found("messages?limit=1000");
  }

  public List<JsonNode> of(String address) {
    String query = URLEncoder.encode("to:\"" + address + "\"", StandardCharsets.UTF_8);
    return found("search?limit=1000&query=" + query);
  }

  /** The one mail to an address, with its text and HTML. */
  public JsonNode only(String address) {
    List<JsonNode> mails = of(address);
    assertThat(mails).hasSize(1);
    return JsonMapper.shared().readTree(get("message/" + mails.getFirst().at("/ID").asString()));
  }

  public String source(JsonNode mail) {
    return get("message/" + mail.at("/ID").asString() + "/raw");
  }

  public String headers(JsonNode mail) {
    String source = source(mail);
    return source.substring(0, source.indexOf("\r\n\r\n"));
  }

  private List<JsonNode> found(String path) {
    return JsonMapper.shared().readTree(get(path)).at("/messages").valueStream().toList();
  }

  private String get(String path) {
    URI uri = URI.create("http://localhost:%d/api/v1/%s".formatted(inbox.httpPort(), path));
    try {
      return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
