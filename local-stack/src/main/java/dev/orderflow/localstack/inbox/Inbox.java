package dev.orderflow.localstack.inbox;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * An SMTP server whose mails are read in a browser, and by tests through a subset of Mailpit's REST
 * interface. A mail answered with 250 is in its directory and survives a killed process, though not
 * a lost power supply: nothing is synced.
 */
public final class Inbox implements AutoCloseable {

  /**
   * Beyond this many the oldest go, an eighth at a time: 100,000 order mails are about 600 MB and
   * 30 MB of heap.
   */
  public static final int DEFAULT_KEPT_MAILS = 100_000;

  private final MailStore mails;
  private final SmtpServer smtp;
  private final InboxApi api;

  private Inbox(MailStore mails, SmtpServer smtp, InboxApi api) {
    this.mails = mails;
    this.smtp = smtp;
    this.api = api;
  }

  /** Port 0 takes a free one. The ports are open when this returns. */
  public static Inbox start(Path directory, int smtpPort, int httpPort) {
    return start(
        directory, InetAddress.getLoopbackAddress(), smtpPort, httpPort, DEFAULT_KEPT_MAILS);
  }

  public static Inbox start(
      Path directory, InetAddress address, int smtpPort, int httpPort, int keptMails) {
    var mails = MailStore.open(directory, keptMails);
    try {
      var smtp = SmtpServer.start(address, smtpPort, mails);
      try {
        return new Inbox(mails, smtp, InboxApi.start(address, httpPort, mails, smtp));
      } catch (IOException | RuntimeException e) {
        smtp.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      mails.close();
      throw new IllegalStateException("The inbox cannot start: " + e.getMessage(), e);
    }
  }

  public int smtpPort() {
    return smtp.port();
  }

  public int httpPort() {
    return api.port();
  }

  /** Replaces all faults in force; {@link Faults#NONE} heals. */
  public void misbehave(Faults faults) {
    smtp.misbehave(faults);
  }

  @Override
  public void close() {
    api.close();
    smtp.close();
    mails.close();
  }

  /** {@code Inbox <directory> <smtp port> <http port> [<kept mails>]}: runs until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    var kept = args.length > 3 ? Integer.parseInt(args[3]) : DEFAULT_KEPT_MAILS;
    var address = InetAddress.getLoopbackAddress();
    var inbox =
        start(
            Path.of(args[0]), address, Integer.parseInt(args[1]), Integer.parseInt(args[2]), kept);
    Runtime.getRuntime().addShutdownHook(new Thread(inbox::close));
    System.out.printf(
        "Inbox: page http://localhost:%d, SMTP %d%n", inbox.httpPort(), inbox.smtpPort());
    new CountDownLatch(1).await();
  }
}
