package dev.orderflow.http.limits;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A request whose body is here already, until it is closed. */
final class ReceivedBody extends HttpServletRequestWrapper implements AutoCloseable {

  private static final byte[] NOTHING = {};

  private final MemoryBudget.Share share;
  private ServletInputStream body;

  /**
   * @param share that the body has of the budget
   */
  ReceivedBody(HttpServletRequest request, byte[] body, MemoryBudget.Share share) {
    super(request);
    this.body = bytes(body);
    this.share = share;
  }

  private static ServletInputStream bytes(byte[] body) {
    return new Bytes(new ByteArrayInputStream(body));
  }

  // A request that is answered later, such as one that waits, is kept until then, without its body.
  @Override
  public void close() {
    body = bytes(NOTHING);
    share.close();
  }

  @Override
  public ServletInputStream getInputStream() {
    return body;
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  private static final class Bytes extends ServletInputStream {

    private final ByteArrayInputStream bytes;

    Bytes(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("the body is here already");
    }
  }
}
