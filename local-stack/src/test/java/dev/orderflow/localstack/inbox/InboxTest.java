package dev.orderflow.localstack.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.mail.MessagingException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InboxTest {

  @TempDir Path directory;
  private Inbox inbox;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    inbox = Inbox.start(directory, 0, 0);
  }

  @AfterEach
  void stop() {
    inbox.close();
    http.close();
  }

  @Test
  void listsTheNewestMailFirst() throws Exception {
    sender().send("ada@example.com", "First", "one");
    sender().send("grace@example.com", "Sécond", "two");

    var page = json("/api/v1/messages?limit=1");

    assertThat(page.at("/total").asInt()).isEqualTo(2);
    assertThat(page.at("/messages").size()).isOne();
    assertThat(page.at("/messages/0/Subject").asString()).isEqualTo("Sécond");
    assertThat(page.at("/messages/0/From/Address").asString()).isEqualTo("shop@example.com");
    assertThat(page.at("/messages/0/To/0/Address").asString()).isEqualTo("grace@example.com");
    assertThat(page.at("/messages/0/MessageID").asString())
        .isEqualTo("Sécond.1@example.com".replace("é", "e"));
    assertThat(json("/api/v1/messages?start=1").at("/messages/0/Subject").asString())
        .isEqualTo("First");
  }

  @Test
  void showsTextAndHtmlAndSource() throws Exception {
    sender().send("ada@example.com", "Hello", "Dear Äda\r\n.hidden dot\r\n..two");
    var id = newestId();

    assertThat(json("/api/v1/message/" + id).at("/Text").asString())
        .contains("Äda\r\n.hidden dot\r\n..two");
    assertThat(json("/api/v1/message/" + id).at("/HTML").asString()).contains("<p>Dear Äda");
    assertThat(get("/api/v1/message/" + id + "/raw").body()).contains("Subject: Hello");
    assertThat(get("/api/v1/message/99").statusCode()).isEqualTo(404);
  }

  @Test
  void letsAMailRunNothing() throws Exception {
    sender().send("ada@example.com", "<img src=x onerror=alert(1)>", "<script>alert(1)</script>");

    var html = get("/view/" + newestId() + ".html");

    assertThat(html.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy ->
            assertThat(policy)
                .contains("sandbox")
                .contains("default-src 'none'")
                .doesNotContain("script"));
    assertThat(get("/").body()).contains("sandbox=\"allow-popups\"").doesNotContain("onerror");
    assertThat(get("/").headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'self'");
    assertThat(get("/inbox.js").body()).doesNotContain("innerHTML");
  }

  @Test
  void findsByRecipientSubjectAndMessageId() throws Exception {
    sender().send("ada@example.com", "Order A-1", "one");
    sender().send("grace@example.com", "Order B-2", "two");

    assertThat(found("to:\"ada@example.com\"")).isOne();
    assertThat(found("to:nobody@example.com")).isZero();
    assertThat(found("order")).isEqualTo(2);
    assertThat(found("subject:\"order b\" to:grace@example.com")).isOne();
    assertThat(found("message-id:Order.B-2.1@example.com")).isOne();
  }

  @Test
  void keepsItsMailsOverARestart() throws Exception {
    sender().send("ada@example.com", "Before", "one");
    restart();

    sender().send("ada@example.com", "After", "two");

    assertThat(json("/api/v1/messages").at("/messages/1/Subject").asString()).isEqualTo("Before");
    assertThat(json("/api/v1/messages").at("/messages/0/Subject").asString()).isEqualTo("After");
    assertThat(json("/api/v1/message/1").at("/Text").asString()).contains("one");
  }

  @Test
  void keepsItsMailsOnAMachineWithDigitsOfItsOwn() throws Exception {
    inbox.close();
    Locale here = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("fa"));
      inbox = startSmall();
      sender().send(3, "ada@example.com");
      inbox.close();

      inbox = startSmall();
    } finally {
      Locale.setDefault(here);
    }

    assertThat(json("/api/v1/messages").at("/total").asInt()).isEqualTo(3);
  }

  @Test
  void cutsAwayAMailThatAKillCutOff() throws Exception {
    sender().send("ada@example.com", "Whole", "one");
    inbox.close();
    try (var files = Files.list(directory)) {
      Files.write(
          files.findFirst().orElseThrow(),
          new byte[] {0, 0, 1, 0, 0, 0, 9, 9, 1},
          StandardOpenOption.APPEND);
    }
    inbox = Inbox.start(directory, 0, 0);

    sender().send("ada@example.com", "Next", "two");
    restart();

    assertThat(json("/api/v1/messages").at("/total").asInt()).isEqualTo(2);
    assertThat(json("/api/v1/message/2").at("/Text").asString()).contains("two");
  }

  @Test
  void forgetsTheOldestWhenItIsFull() throws Exception {
    inbox.close();
    inbox = startSmall();

    sender().send(40, "ada@example.com");

    assertThat(json("/api/v1/messages").at("/total").asInt()).isBetween(14, 16);
    assertThat(json("/api/v1/messages").at("/messages/0/ID").asString()).isEqualTo("40");
    assertThat(get("/api/v1/message/1").statusCode()).isEqualTo(404);
  }

  @Test
  void forgetsAllOnRequest() throws Exception {
    sender().send("ada@example.com", "Old", "one");

    call(request("/api/v1/messages").DELETE().build());

    assertThat(json("/api/v1/messages").at("/total").asInt()).isZero();
    sender().send("ada@example.com", "New", "two");
    assertThat(newestId()).isEqualTo("2");
  }

  @Test
  void greylistsEachRecipientOnce() throws Exception {
    put("{\"greylist\": true}");

    assertThatExceptionOfType(MessagingException.class)
        .isThrownBy(() -> sender().send("ada@example.com", "Hello", "one"))
        .havingCause()
        .withMessageContaining("451");
    sender().send("ada@example.com", "Hello", "one");

    assertThat(found("to:ada@example.com")).isOne();
  }

  @Test
  void rejectsTheRecipientsOfAPattern() throws Exception {
    put("{\"reject\": {\"recipients\": \".*@nowhere\\\\.example\"}}");

    assertThatExceptionOfType(MessagingException.class)
        .isThrownBy(() -> sender().send("ada@nowhere.example", "Hello", "one"))
        .havingCause()
        .withMessageContaining("550");
    sender().send("ada@example.com", "Hello", "one");

    assertThat(json("/api/v1/messages").at("/total").asInt()).isOne();
  }

  @Test
  void dropsTheConnectionBeforeTheAnswer() throws Exception {
    put("{\"drop\": {\"times\": 1, \"stored\": true}}");

    assertThatExceptionOfType(MessagingException.class)
        .isThrownBy(() -> sender().send("ada@example.com", "Kept", "one"));
    sender().send("ada@example.com", "Sent", "two");

    assertThat(json("/api/v1/messages").at("/total").asInt()).isEqualTo(2);
  }

  @Test
  void refusesConnectionsUntilItIsHealed() throws Exception {
    put("{\"refuseConnections\": true}");
    assertThatExceptionOfType(MessagingException.class)
        .isThrownBy(() -> sender().send("ada@example.com", "Hello", "one"));

    put("{}");

    sender().send("ada@example.com", "Hello", "one");
    assertThat(json("/faults").at("/refuseConnections").asBoolean()).isFalse();
  }

  @Test
  void refusesFaultsThatItDoesNotKnow() throws Exception {
    assertThat(put("{\"grelist\": true}").statusCode()).isEqualTo(400);
  }

  private Inbox startSmall() {
    return Inbox.start(directory, InetAddress.getLoopbackAddress(), 0, 0, 16);
  }

  private TestSender sender() {
    return new TestSender(inbox.smtpPort());
  }

  private void restart() {
    inbox.close();
    inbox = Inbox.start(directory, 0, 0);
  }

  private String newestId() throws Exception {
    return json("/api/v1/messages").at("/messages/0/ID").asString();
  }

  private int found(String query) throws Exception {
    return json("/api/v1/search?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
        .at("/messages_count")
        .asInt();
  }

  private JsonNode json(String path) throws Exception {
    return JsonMapper.shared().readTree(get(path).body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return call(request(path).build());
  }

  private HttpResponse<String> put(String faults) throws Exception {
    return call(request("/faults").PUT(HttpRequest.BodyPublishers.ofString(faults)).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + inbox.httpPort() + path));
  }

  private HttpResponse<String> call(HttpRequest request) throws Exception {
    return http.send(request, BodyHandlers.ofString());
  }
}
