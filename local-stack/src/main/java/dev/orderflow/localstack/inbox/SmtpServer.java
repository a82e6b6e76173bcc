package dev.orderflow.localstack.inbox;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections, a thread each, and holds the faults in force. Not a virtual one: a mail
 * takes four turns of command and answer, and each turn would wake two threads instead of one.
 */
final class SmtpServer implements AutoCloseable {

  /** More clients than this wait to be accepted, so that a runaway test cannot eat the memory. */
  private static final int MAX_CONNECTIONS = 500;

  private static final int BACKLOG = 200;

  private static final System.Logger LOG = System.getLogger(SmtpServer.class.getName());

  private final InetAddress address;
  private final int port;
  private final MailStore mails;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(MAX_CONNECTIONS);
  private final Set<String> greylisted = ConcurrentHashMap.newKeySet();
  private final AtomicInteger dropped = new AtomicInteger();
  private volatile Faults faults = Faults.NONE;
  private @Nullable ServerSocket listening;

  private SmtpServer(InetAddress address, int port, MailStore mails) {
    this.address = address;
    this.port = port;
    this.mails = mails;
  }

  static SmtpServer start(InetAddress address, int port, MailStore mails) throws IOException {
    var socket = listen(address, port);
    var server = new SmtpServer(address, socket.getLocalPort(), mails);
    server.accept(socket);
    return server;
  }

  int port() {
    return port;
  }

  Faults faults() {
    return faults;
  }

  synchronized void misbehave(Faults wanted) {
    greylisted.clear();
    dropped.set(0);
    faults = wanted;
    try {
      if (wanted.refuseConnections()) {
        stopListening();
      } else if (listening == null) {
        accept(listen(address, port));
      }
    } catch (IOException e) {
      throw new IllegalStateException("Port " + port + " cannot be opened again", e);
    }
  }

  /** True once for each recipient since the faults were set. */
  boolean isFirstAttemptFor(String recipient) {
    return greylisted.add(recipient);
  }

  /** True for the number of times that the fault asks for. */
  boolean dropsNow(Faults.Drop drop) {
    return dropped.getAndUpdate(count -> Math.min(count + 1, drop.times())) < drop.times();
  }

  @Override
  public synchronized void close() {
    try {
      stopListening();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ServerSocket listen(InetAddress address, int port) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(address, port), BACKLOG);
    return socket;
  }

  private void accept(ServerSocket socket) {
    listening = socket;
    Thread.ofPlatform().daemon().name("inbox-smtp").start(() -> acceptFrom(socket));
  }

  private void acceptFrom(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        places.acquire();
        converse(socket.accept());
      } catch (IOException e) {
        places.release();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void converse(Socket connection) {
    connections.add(connection);
    Thread.ofPlatform()
        .daemon()
        .name("inbox-smtp-connection")
        .start(() -> {
          try (connection) {
            new SmtpConversation(connection, this, mails).hold();
          } catch (IOException e) {
            LOG.log(Level.DEBUG, "An SMTP connection ended early: {0}", e.getMessage());
          } finally {
            connections.remove(connection);
            places.release();
          }
        });
  }

  private void stopListening() throws IOException {
    if (listening != null) {
      listening.close();
      listening = null;
    }
    for (var connection : connections) {
      connection.close();
    }
  }
}
