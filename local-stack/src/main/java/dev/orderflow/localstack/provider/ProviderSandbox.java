package dev.orderflow.localstack.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orderflow.localstack.provider.Call.Operation;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A payment provider that speaks the part of Stripe's API that payment-service uses, with its error
 * codes, idempotency keys and test tokens: payment intents (create confirmed with manual capture,
 * retrieve, capture, cancel, search by order id) and full refunds. Any API key of the form {@code
 * sk_test_…} is let in. State is a ledger file that outlives every crash of the process. For tests
 * and people:
 *
 * <ul>
 *   <li>{@code GET /sandbox/ledger[?order=…]} is every executed call, a JSON array by time;
 *   <li>{@code PUT /sandbox/faults} sets {@link Fault.Faults}, {@code GET} shows them, {@code
 *       DELETE} heals.
 * </ul>
 */
public final class ProviderSandbox implements AutoCloseable {

  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final int BACKLOG = 1024;

  static {
    // The server closes idle connections beyond 200 by default; payment-service keeps up to 1024,
    // and would find many of them dead. Without nodelay every answer waits 40 ms for an ACK.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
    // Clients drop idle connections after 30 s; were the server as quick, a call could meet its
    // end.
    System.setProperty("sun.net.httpserver.idleInterval", "120");
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private final Misbehaviour misbehaviour = new Misbehaviour();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Ledger ledger;
  private final Provider provider;
  private final HttpServer server;

  private ProviderSandbox(int port, Path file) throws IOException {
    ledger = Ledger.open(file);
    provider = new Provider(ledger, misbehaviour);
    server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    server.setExecutor(threads);
    server.createContext("/v1/", this::serveStripe);
    server.createContext("/sandbox/ledger", this::serveLedger);
    server.createContext("/sandbox/faults", this::serveFaults);
  }

  /**
   * @param args the port and the ledger's file
   */
  public static void main(String... args) throws IOException {
    ProviderSandbox sandbox = start(Integer.parseInt(args[0]), Path.of(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
  }

  /** Serves on the loopback address when it returns; port 0 takes a free one. */
  public static ProviderSandbox start(int port, Path ledger) throws IOException {
    ProviderSandbox sandbox = new ProviderSandbox(port, ledger);
    sandbox.server.start();
    return sandbox;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Cuts running calls off, as a crash would. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    try {
      ledger.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveStripe(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
      Answer answer = answer(exchange, new String(body, UTF_8));
      if (answer.replayed()) exchange.getResponseHeaders().set("Idempotent-Replayed", "true");
      send(exchange, answer.status(), json.writeValueAsBytes(answer.body()));
    } catch (Provider.Dropped _) {
      // Closing the exchange without an answer closes the connection.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(HttpExchange exchange, String form)
      throws IOException, InterruptedException, Provider.Dropped {
    if (!mayEnter(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return Answer.unauthorized();
    }
    String path = exchange.getRequestURI().getPath();
    Operation operation = operation(exchange.getRequestMethod(), path);
    if (operation == null) return Answer.unknownUrl();
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, String> parameters = Call.decode(query == null ? form : query);
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    return provider.answer(new Call(operation, path, parameters, key == null ? "" : key));
  }

  // Stripe takes the key as a bearer token, or as the user of basic authentication, as curl -u.
  private static boolean mayEnter(@Nullable String authorization) {
    return authorization != null
        && (authorization.startsWith("Bearer sk_test_") || authorization.startsWith("Basic "));
  }

  private static @Nullable Operation operation(String method, String path) {
    return switch (method + " " + path.replaceFirst("/pi_[^/]+", "/{id}")) {
      case "POST /v1/payment_intents" -> Operation.AUTHORIZE;
      case "GET /v1/payment_intents/{id}" -> Operation.RETRIEVE;
      case "GET /v1/payment_intents/search" -> Operation.SEARCH;
      case "POST /v1/payment_intents/{id}/capture" -> Operation.CAPTURE;
      case "POST /v1/payment_intents/{id}/cancel" -> Operation.VOID;
      case "POST /v1/refunds" -> Operation.REFUND;
      default -> null;
    };
  }

  private void serveLedger(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String order = Call.decode(query == null ? "" : query).get("order");
    try (exchange) {
      if (order != null) {
        var lines = ledger.linesOf(order).stream().map(ProviderSandbox::forReaders).toList();
        send(exchange, 200, json.writeValueAsBytes(lines));
      } else {
        sendAllLines(exchange);
      }
    }
  }

  private void sendAllLines(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16);
    out.write('[');
    for (int n = 0, size = ledger.size(); n < size; n++) {
      if (n > 0) out.write(",\n".getBytes(UTF_8));
      out.write(json.writeValueAsBytes(forReaders(ledger.line(n))));
    }
    out.write(']');
    out.flush();
  }

  /** {@code operation} is what happened; a call that changed nothing is there as well. */
  private static Map<String, ?> forReaders(Entry entry) {
    return Map.of(
        "time", Instant.ofEpochMilli(entry.time()).toString(),
        "operation", entry.kind(),
        "status", entry.status(),
        "paymentIntent", entry.intent() == 0 ? "" : Answer.intentId(entry.intent()),
        "state", entry.state(),
        "orderId", entry.order(),
        "amount", entry.amount(),
        "currency", entry.currency(),
        "idempotencyKey", entry.key());
  }

  private void serveFaults(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (setFaults(exchange)) send(exchange, 200, json.writeValueAsBytes(misbehaviour.faults()));
      else send(exchange, 400, "{\"error\": \"not a set of faults\"}".getBytes(UTF_8));
    }
  }

  private boolean setFaults(HttpExchange exchange) {
    try {
      switch (exchange.getRequestMethod()) {
        case "PUT" ->
            misbehaviour.set(json.readValue(exchange.getRequestBody(), Fault.Faults.class));
        case "DELETE" -> misbehaviour.set(Fault.Faults.NONE);
        default -> {}
      }
      return true;
    } catch (JacksonException _) {
      return false;
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
