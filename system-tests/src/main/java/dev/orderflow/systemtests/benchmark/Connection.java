package dev.orderflow.systemtests.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is kept, with one request on its way at a time. Knows just enough of HTTP/1.1
 * to find the end of an answer.
 */
final class Connection {

  /**
   * @param location the path of what was created, or empty
   * @param last whether the server closes the connection now, as it does after a number of requests
   */
  record Answer(Request request, int status, String location, boolean last) {}

  private static final int BUFFER = 32 * 1024;
  private static final String LAST_CHUNK = "0\r\n\r\n";
  private static final String END_OF_HEAD = "\r\n\r\n";

  final SocketChannel channel;
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER);
  private final AtomicReference<@Nullable Request> request = new AtomicReference<>();
  private String head = "";

  Connection(InetSocketAddress server) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
  }

  void send(Request next) throws IOException {
    request.set(next);
    next.write(out.clear());
    out.flip();
    while (out.hasRemaining()) channel.write(out);
  }

  /** Takes in what has come; the answer, when that completes it. */
  Optional<Answer> receive() throws IOException {
    if (!in.hasRemaining()) throw new IOException("the answer is longer than " + BUFFER + " bytes");
    if (channel.read(in) < 0) throw new EOFException("the server has closed the connection");
    return isComplete() ? Optional.of(answer()) : Optional.empty();
  }

  private Answer answer() throws IOException {
    Request asked = release();
    if (asked == null) throw new IOException("an answer to nothing");
    in.clear();
    return new Answer(
        asked,
        Integer.parseInt(head.substring(9, 12)),
        header("location"),
        header("connection").equals("close"));
  }

  /** The request that is on its way, whose answer is awaited no longer; given out once. */
  @Nullable Request release() {
    return request.getAndSet(null);
  }

  private String header(String name) {
    int at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name + ":");
    if (at < 0) return "";
    int start = at + name.length() + 3;
    int end = head.indexOf('\r', start);
    return head.substring(start, end < 0 ? head.length() : end).strip();
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isComplete() {
    String text = new String(in.array(), 0, in.position(), ISO_8859_1);
    int end = text.indexOf(END_OF_HEAD);
    if (end < 0) return false;
    head = text.substring(0, end);
    String length = header("content-length");
    return length.isEmpty()
        ? text.endsWith(LAST_CHUNK)
        : text.length() >= end + END_OF_HEAD.length() + Integer.parseInt(length);
  }
}
