package dev.orderflow.notification.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;

/**
 * A mail server whose first connection answers some commands as a script says, by their verb, or
 * the mail, by its final dot: with a reply, {@code RESET}, {@code END}, {@code SILENCE}, or one of
 * {@code LINES} or of one {@code LINE} that goes on until the other side has left. Its later
 * connections take every mail.
 */
final class ScriptedSmtp implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0);

  ScriptedSmtp(Map<String, String> script) throws IOException {
    Thread.ofVirtual().start(() -> serve(script));
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve(Map<String, String> first) {
    for (Map<String, String> script = first; !server.isClosed(); script = Map.of()) {
      try (Socket socket = server.accept()) {
        converse(socket, script);
      } catch (IOException _) {
        // The other side has left, or the test is over.
      }
    }
  }

  private static void converse(Socket socket, Map<String, String> script) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    say(socket, "220 ready");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String verb = line.split(" ", 2)[0];
      String usual = verb.equals("DATA") ? "354 go on" : "250 OK";
      if (!goesOn(socket, script.getOrDefault(verb, usual))) return;
      if (verb.equals("DATA")) {
        lines.lines().takeWhile(text -> !text.equals(".")).forEach(_ -> {});
        if (!goesOn(socket, script.getOrDefault(".", "250 OK"))) return;
      }
    }
  }

  private static boolean goesOn(Socket socket, String answer) throws IOException {
    switch (answer) {
      case "RESET" -> {
        socket.setSoLinger(true, 0);
        return false;
      }
      case "END" -> {
        return false;
      }
      case "SILENCE" -> {}
      case "LINES" -> sayForEver(socket, "250-more\r\n".repeat(1000));
      case "LINE" -> sayForEver(socket, "2".repeat(10_000));
      default -> say(socket, answer);
    }
    return true;
  }

  private static void sayForEver(Socket socket, String text) throws IOException {
    while (true) socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static void say(Socket socket, String reply) throws IOException {
    socket.getOutputStream().write((reply + "\r\n").getBytes(US_ASCII));
  }
}
