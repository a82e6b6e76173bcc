package dev.orderflow.notification.mail;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets that end a reply which is larger than any. The library collects a reply for as long as it
 * goes on, and would take all memory. TLS is spoken through them, so it is counted as it arrives.
 */
final class SmtpSockets extends SocketFactory {

  /** Ten times a reply of many lines, and twice what a handshake may send at a time. */
  static final int LARGEST_REPLY = 64 * 1024;

  @Override
  public Socket createSocket() {
    return new CountingSocket();
  }

  // The library connects them itself.
  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  /** What is written begins a new reply. */
  private static final class CountingSocket extends Socket {

    private int replied;

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          if (replied > LARGEST_REPLY) throw new IOException("an endless reply");
          int read = super.read(bytes, from, length);
          replied += Math.max(0, read);
          return read;
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          replied = 0;
          out.write(bytes, from, length);
        }
      };
    }
  }
}
