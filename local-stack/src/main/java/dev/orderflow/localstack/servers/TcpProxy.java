package dev.orderflow.localstack.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A network between clients and a server on this machine, which can be cut. */
public final class TcpProxy implements AutoCloseable {

  /** What becomes of connections, of those that are open and of new ones. */
  public enum Network {
    WHOLE,

    /** As if nobody listened there: open connections end, new ones are refused. */
    REFUSES,

    /** As if a cable were pulled: connections stay open, nothing comes through. */
    SWALLOWS,

    /** Open connections are reset, and so is each new one, as soon as it is there. */
    RESETS
  }

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int BACKLOG = 200;

  private final int port;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket listening;
  private @Nullable Thread acceptor;
  private volatile Network network = Network.WHOLE;

  private TcpProxy(int port, int target) {
    this.port = port;
    this.target = target;
  }

  /** Listens on the loopback address when it returns. */
  public static TcpProxy start(int port, int target) {
    TcpProxy proxy = new TcpProxy(port, target);
    proxy.listen();
    return proxy;
  }

  public int port() {
    return port;
  }

  /** From now on. What was swallowed goes on its way when the network is whole again. */
  public synchronized void become(Network now) {
    network = now;
    if (now == Network.REFUSES) close();
    else if (listening == null) listen();
    if (now == Network.RESETS) {
      // All of them first: the end of one socket ends its counterpart.
      sockets.forEach(TcpProxy::forbidFarewell);
      sockets.forEach(TcpProxy::reset);
    }
    notifyAll();
  }

  @Override
  public synchronized void close() {
    try {
      if (listening != null) stopListening(listening);
      listening = null;
      for (Socket socket : sockets) socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void listen() {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      listening = server;
      acceptor = Thread.ofVirtual().name("proxy-" + port).start(() -> accept(server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The port is free only when the thread that listens there has seen the end.
  private void stopListening(ServerSocket server) throws IOException {
    server.close();
    try {
      if (acceptor != null) acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.startVirtualThread(() -> connect(client));
      } catch (IOException _) {
        // The server socket was closed, or the client has gone already.
      }
    }
  }

  private void connect(Socket client) {
    try {
      awaitPassage();
      if (network == Network.RESETS) {
        reset(client);
        return;
      }
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      Thread.startVirtualThread(() -> copy(client, server));
      copy(server, client);
    } catch (IOException _) {
      reset(client);
    }
  }

  // Each direction ends both sockets: nobody here lives on with half a connection.
  private void copy(Socket from, Socket to) {
    sockets.add(from);
    try (from;
        to) {
      to.setTcpNoDelay(true);
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read; (read = in.read(buffer)) >= 0; ) {
        awaitPassage();
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException _) {
      // Cut, by us or by one of the two.
    } finally {
      sockets.remove(from);
    }
  }

  private synchronized void awaitPassage() throws IOException {
    try {
      while (network == Network.SWALLOWS) wait();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void reset(Socket socket) {
    forbidFarewell(socket);
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed already.
    }
  }

  /** Whenever it is closed, it is reset. */
  private static void forbidFarewell(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException _) {
      // It is closed already.
    }
  }
}
