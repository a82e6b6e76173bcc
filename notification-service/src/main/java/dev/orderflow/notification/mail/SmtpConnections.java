package dev.orderflow.notification.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import dev.orderflow.notification.domain.Answer.Failure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Connections to the mail server, kept between mails: there are never more than threads that send.
 * Host, log-in, TLS and time-outs are Spring's {@code spring.mail} settings.
 */
public class SmtpConnections implements DisposableBean {

  /** A connection that was unused for longer is asked whether it still stands. */
  private static final Duration TRUSTED = Duration.ofSeconds(1);

  private final JavaMailSenderImpl server;
  private final InternetAddress from;
  private final Limits limits;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger inUse = new AtomicInteger();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemon());

  /**
   * @param exchange an exchange with the server is cut after this
   * @param mails a connection is given up after so many
   * @param idle an unused connection is closed after this
   */
  public record Limits(Duration exchange, int mails, Duration idle) {}

  /**
   * @param from {@code Name <address>}
   * @throws AddressException if it is not
   */
  public SmtpConnections(
      JavaMailSenderImpl server, String from, Limits limits, MeterRegistry metrics)
      throws AddressException {
    this.server = server;
    this.from = encoded(new InternetAddress(from, true));
    this.limits = limits;
    boundReplies(server);
    timer.setRemoveOnCancelPolicy(true);
    long period = limits.idle().toMillis();
    var _ = timer.scheduleWithFixedDelay(this::closeIdle, period, period, TimeUnit.MILLISECONDS);
    Gauge.builder("orderflow.smtp.connections", inUse, AtomicInteger::get)
        .description("Connections that are sending a mail")
        .register(metrics);
  }

  // A proxy or a factory of the operator's makes its own sockets.
  private static void boundReplies(JavaMailSenderImpl server) {
    Properties settings = server.getJavaMailProperties();
    String prefix = "mail." + protocol(server) + ".";
    if (Stream.of("socks.host", "socketFactory", "socketFactory.class")
        .map(prefix::concat)
        .noneMatch(settings::containsKey)) {
      settings.put(prefix + "socketFactory", new SmtpSockets());
      // Or a connection that failed would be tried once more, with a socket of the library's own.
      settings.put(prefix + "socketFactory.fallback", "false");
    }
  }

  private static String protocol(JavaMailSenderImpl server) {
    return requireNonNullElse(server.getProtocol(), JavaMailSenderImpl.DEFAULT_PROTOCOL);
  }

  // As it was parsed, its name would be written as it stands.
  private static InternetAddress encoded(InternetAddress address) {
    try {
      address.setPersonal(address.getPersonal(), UTF_8.name());
      return address;
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** On a virtual thread, so that its deadline can end it. Does not throw. */
  public Delivery send(Mail mail) {
    inUse.incrementAndGet();
    try (Deadline deadline = new Deadline(limits.exchange(), timer)) {
      return deliver(MimeMail.of(mail, from, server.getSession(), deadline::isOver));
    } catch (AddressException e) {
      return new Delivery.Refused(new Failure("INVALID_ADDRESS", "not one plain mail address"));
    } catch (MessagingException e) {
      return Verdict.on(e);
    } finally {
      inUse.decrementAndGet();
    }
  }

  private Delivery deliver(MimeMail mime) throws MessagingException {
    Connection connection = take();
    Delivery delivery = connection.send(mime);
    if (connection.usable && connection.mails < limits.mails()) {
      connection.usedAt = System.nanoTime();
      idle.push(connection);
    } else {
      connection.close();
    }
    return delivery;
  }

  // The one used last comes first, so that those that are not needed grow old.
  private Connection take() throws MessagingException {
    for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
      if (kept.stands()) return kept;
      kept.close();
    }
    return connect();
  }

  private Connection connect() throws MessagingException {
    Transport transport = transport(server.getSession());
    transport.connect(
        server.getHost(),
        server.getPort(),
        unlessEmpty(server.getUsername()),
        unlessEmpty(server.getPassword()));
    return new Connection(transport);
  }

  // A variable that is set to nothing: the library would try to log in with it.
  private static @Nullable String unlessEmpty(@Nullable String setting) {
    return setting == null || setting.isEmpty() ? null : setting;
  }

  Transport transport(Session session) {
    return new SmtpTransport(session, protocol(server));
  }

  private void closeIdle() {
    for (Connection oldest = idle.pollLast(); oldest != null; oldest = idle.pollLast()) {
      if (oldest.unusedFor().compareTo(limits.idle()) < 0) {
        idle.addLast(oldest);
        return;
      }
      oldest.close();
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
    for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) kept.close();
  }

  private static ThreadFactory daemon() {
    return Thread.ofPlatform().daemon().name("smtp-timer").factory();
  }

  private static final class Connection {

    private final Transport transport;
    private boolean usable;
    private int mails;
    private long usedAt;

    Connection(Transport transport) {
      this.transport = transport;
    }

    Delivery send(MimeMail mime) {
      mails++;
      try {
        transport.sendMessage(mime, mime.getAllRecipients());
        usable = true;
        return new Delivery.Accepted();
      } catch (MessagingException e) {
        // The library asks for a reset, and keeps to itself what came of it.
        usable = Verdict.isAboutRecipient(e) && transport.isConnected();
        return Verdict.on(e);
      } catch (RuntimeException e) {
        usable = false;
        return new Delivery.Deferred(e.getClass().getSimpleName());
      }
    }

    boolean stands() {
      return unusedFor().compareTo(TRUSTED) < 0 || transport.isConnected();
    }

    Duration unusedFor() {
      return Duration.ofNanos(System.nanoTime() - usedAt);
    }

    void close() {
      try {
        transport.close();
      } catch (MessagingException e) {
        // It is gone, which is what was wanted.
      }
    }
  }
}
