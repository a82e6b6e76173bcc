package dev.orderflow.localstack.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends bytes that no HTTP client would send, and reads what comes back until it is closed. */
public final class RawHttp {

  private static final int PATIENCE = (int) Duration.ofSeconds(30).toMillis();

  private final int port;

  public RawHttp(int port) {
    this.port = port;
  }

  /** What a client wants to send, in its own time. */
  public interface Sending {
    void to(OutputStream server) throws IOException, InterruptedException;
  }

  /** A response; its body is the JSON of its problem where it has one. */
  public record Response(int status, Map<String, String> headers, String body) {

    public String type() {
      return headers.getOrDefault("content-type", "");
    }

    public JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  /** A request with a JSON body and exactly these further headers. */
  public Response send(String line, String headers, String body) throws Exception {
    byte[] bytes = body.getBytes(UTF_8);
    String head =
        line
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
            + bytes.length
            + "\r\n"
            + headers
            + "\r\n";
    return exchange(server -> {
      server.write(head.getBytes(ISO_8859_1));
      server.write(bytes);
    });
  }

  public Response send(String text) throws Exception {
    return exchange(server -> server.write(text.getBytes(ISO_8859_1)));
  }

  public Response exchange(Sending sending) throws Exception {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(PATIENCE);
      try {
        sending.to(socket.getOutputStream());
        socket.getOutputStream().flush();
      } catch (SocketException e) {
        // The server closed while we were still sending: its answer may be here all the same.
      }
      return parse(new String(socket.getInputStream().readAllBytes(), UTF_8));
    }
  }

  private static Response parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) return new Response(0, Map.of(), text);
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.merge(
          lines[i].substring(0, colon),
          lines[i].substring(colon + 1).strip(),
          (a, b) -> a + "," + b);
    }
    String body = text.substring(end + 4);
    boolean chunked = "chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"));
    return new Response(
        Integer.parseInt(lines[0].split(" ", -1)[1]), headers, chunked ? joined(body) : body);
  }

  private static String joined(String chunks) {
    byte[] bytes = chunks.getBytes(UTF_8);
    StringBuilder joined = new StringBuilder();
    int at = 0;
    while (at < bytes.length) {
      int lineEnd = at;
      while (bytes[lineEnd] != '\r') lineEnd++;
      int size = Integer.parseInt(new String(bytes, at, lineEnd - at, UTF_8), 16);
      if (size == 0) break;
      joined.append(new String(bytes, lineEnd + 2, size, UTF_8));
      at = lineEnd + 2 + size + 2;
    }
    return joined.toString();
  }
}
