package dev.orderflow.localstack.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The page, the part of Mailpit's REST interface that tests use, and {@code /faults}. */
final class InboxApi implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(InboxApi.class.getName());
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The page runs only its own script, and talks to nobody but us. */
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self';"
          + " frame-src 'self'";

  /** A mail shows its own styles and runs nothing, in the frame and opened alone. */
  private static final String MAIL_POLICY =
      "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  private static final Pattern MAIL_PATH =
      Pattern.compile("(?:/view|/api/v1/message)/(?<number>\\d{1,18})(?<what>\\.html|/raw)?");

  private static final int MAX_LIMIT = 1_000;

  private final HttpServer http;
  private final MailStore mails;
  private final SmtpServer smtp;

  private InboxApi(HttpServer http, MailStore mails, SmtpServer smtp) {
    this.http = http;
    this.mails = mails;
    this.smtp = smtp;
  }

  static InboxApi start(InetAddress address, int port, MailStore mails, SmtpServer smtp)
      throws IOException {
    var http = HttpServer.create(new InetSocketAddress(address, port), 0);
    var api = new InboxApi(http, mails, smtp);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", api::handle);
    http.start();
    return api;
  }

  int port() {
    return http.getAddress().getPort();
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private record Answer(int status, String type, String policy, byte[] body) {

    static final Answer NOT_FOUND = text(404, "Not found");

    static Answer of(String type, byte[] body) {
      return new Answer(200, type + "; charset=utf-8", MAIL_POLICY, body);
    }

    static Answer text(int status, String body) {
      return new Answer(status, "text/plain; charset=utf-8", MAIL_POLICY, body.getBytes(UTF_8));
    }

    static Answer json(Object body) {
      return new Answer(200, "application/json", MAIL_POLICY, JSON.writeValueAsBytes(body));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, answer(exchange));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The inbox could not answer", e);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    try {
      return route(exchange);
    } catch (IllegalArgumentException | JacksonException e) {
      return Answer.text(400, String.valueOf(e.getMessage()));
    }
  }

  private Answer route(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var query = parameters(exchange.getRequestURI().getRawQuery());
    return switch (exchange.getRequestMethod() + " " + path) {
      case "GET /" -> asset("inbox.html", "text/html");
      case "GET /inbox.css" -> asset("inbox.css", "text/css");
      case "GET /inbox.js" -> asset("inbox.js", "text/javascript");
      case "GET /livez", "GET /readyz" -> Answer.text(200, "ok");
      case "GET /api/v1/messages" -> page(mail -> true, query);
      case "GET /api/v1/search" -> page(Search.matching(query.getOrDefault("query", "")), query);
      case "DELETE /api/v1/messages" -> clear();
      case "GET /faults" -> Answer.json(smtp.faults());
      case "PUT /faults" -> misbehave(exchange.getRequestBody().readAllBytes());
      default -> exchange.getRequestMethod().equals("GET") ? mail(path) : Answer.NOT_FOUND;
    };
  }

  private Answer page(Predicate<Mail> wanted, Map<String, String> query) {
    var start = Math.max(0, Integer.parseInt(query.getOrDefault("start", "0")));
    var limit = Math.clamp(Integer.parseInt(query.getOrDefault("limit", "50")), 0, MAX_LIMIT);
    var all = mails.newestFirst();
    var found = all.stream().filter(wanted).toList();
    var shown = found.stream().skip(start).limit(limit).map(MessageJson::of).toList();
    return Answer.json(
        Map.of(
            "total",
            all.size(),
            "messages_count",
            found.size(),
            "start",
            start,
            "messages",
            shown));
  }

  private Answer clear() {
    mails.clear();
    return Answer.text(200, "ok");
  }

  private Answer misbehave(byte[] body) {
    smtp.misbehave(JSON.readValue(body, Faults.class));
    return Answer.json(smtp.faults());
  }

  private Answer mail(String path) {
    var parts = MAIL_PATH.matcher(path);
    return parts.matches()
        ? mails
            .find(Long.parseLong(parts.group("number")))
            .flatMap(
                mail -> mails.source(mail).map(source -> mail(parts.group("what"), mail, source)))
            .orElse(Answer.NOT_FOUND)
        : Answer.NOT_FOUND;
  }

  private static Answer mail(@Nullable String what, Mail mail, byte[] source) {
    return switch (what) {
      case ".html" -> Answer.of("text/html", MailContent.of(source).html().getBytes(UTF_8));
      case "/raw" -> Answer.of("text/plain", source);
      case null, default -> Answer.json(MessageJson.of(mail, MailContent.of(source)));
    };
  }

  private static Answer asset(String name, String type) throws IOException {
    try (var resource = InboxApi.class.getResourceAsStream(name)) {
      return resource == null
          ? Answer.NOT_FOUND
          : new Answer(200, type + "; charset=utf-8", PAGE_POLICY, resource.readAllBytes());
    }
  }

  private static Map<String, String> parameters(@Nullable String query) {
    return query == null
        ? Map.of()
        : Arrays.stream(query.split("&"))
            .map(parameter -> parameter.split("=", 2))
            .filter(parameter -> parameter.length == 2)
            .collect(Collectors.toMap(p -> p[0], p -> URLDecoder.decode(p[1], UTF_8), (a, b) -> b));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type());
    headers.set("Content-Security-Policy", answer.policy());
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(
        answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
    exchange.getResponseBody().write(answer.body());
  }
}
