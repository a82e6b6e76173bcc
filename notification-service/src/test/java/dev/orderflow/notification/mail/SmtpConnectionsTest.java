package dev.orderflow.notification.mail;

import static dev.orderflow.notification.PlacedOrder.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.orderflow.localstack.inbox.Faults;
import dev.orderflow.localstack.inbox.Inbox;
import dev.orderflow.notification.Mailbox;
import dev.orderflow.notification.domain.Answer.Failure;
import dev.orderflow.notification.mail.Delivery.Accepted;
import dev.orderflow.notification.mail.Delivery.Deferred;
import dev.orderflow.notification.mail.Delivery.Refused;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class SmtpConnectionsTest {

  private static final Duration EXCHANGE = Duration.ofSeconds(10);

  /** For what is to be cut; anything else may be as slow on a busy machine. */
  private static final Duration SHORT_EXCHANGE = Duration.ofMillis(700);

  private static final String FROM = "Orderflow <orders@example.com>";
  private static final int MAILS = 5;

  @TempDir Path directory;
  private Inbox inbox;
  private Mailbox mailbox;
  private SmtpConnections connections;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void start() throws Exception {
    inbox = Inbox.start(directory, 0, 0);
    mailbox = new Mailbox(inbox);
    connections = new SmtpConnections(server(inbox.smtpPort()), FROM, limits(EXCHANGE), metrics);
  }

  @AfterEach
  void stop() {
    threads.close();
    connections.destroy();
    inbox.close();
  }

  @Test
  void handsTheMailOver() {
    assertThat(send(mail("ada@example.com"))).isInstanceOf(Accepted.class);

    var mail = mailbox.only("ada@example.com");
    assertThat(mail.at("/MessageID").asString()).isEqualTo("1.confirmed@example.com");
    assertThat(mail.at("/From/Address").asString()).isEqualTo("orders@example.com");
    assertThat(mail.at("/To/0/Name").asString()).isEqualTo("Ada Löwe <b>");
    assertThat(mail.at("/Subject").asString()).isEqualTo("Grüße");
    assertThat(mail.at("/Text").asString()).isEqualTo("Grüße, Ada");
    assertThat(mail.at("/HTML").asString()).isEqualTo("<p>Grüße, Ada</p>");
    assertThat(mailbox.source(mail))
        .contains("Date: Mon, 1 Jun 2026 12:00:00 +0000", "Auto-Submitted: auto-generated");
  }

  @Test
  void usesAConnectionAgain() {
    send(mail("ada@example.com"));
    inbox.misbehave(Faults.greeting("554 no more connections"));

    assertThat(send(mail("ada@example.com"))).isInstanceOf(Accepted.class);
  }

  @Test
  void givesAConnectionUpAfterItsShareOfMails() {
    for (int mails = 0; mails < MAILS; mails++) send(mail("ada@example.com"));
    inbox.misbehave(Faults.greeting("554 no more connections"));

    assertThat(send(mail("ada@example.com"))).isInstanceOf(Deferred.class);
  }

  @Test
  void usesAConnectionAgainAfterARecipientWasDeclined() {
    inbox.misbehave(Faults.rejecting("eve@example.com", "550 5.1.1 <eve@example.com> unknown"));

    assertThat(send(mail("eve@example.com"))).isInstanceOf(Refused.class);
    assertThat(send(mail("ada@example.com"))).isInstanceOf(Accepted.class);
    assertThat(mailbox.of("eve@example.com")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "550 5.1.1 Unknown, RESET",
    "450 4.2.1 Mailbox busy, RESET",
    "550 5.1.1 Unknown, END",
    "550 5.1.1 Unknown, SILENCE",
    "No such user, SILENCE",
    "no, END",
    "END, END"
  })
  void doesNotUseAConnectionAgainThatDiedWithADeclinedRecipient(String atRcpt, String after)
      throws Exception {
    try (var smtp = new ScriptedSmtp(Map.of("RCPT", atRcpt, "RSET", after, "QUIT", after))) {
      connectTo(server(smtp.port()), after.equals("SILENCE") ? SHORT_EXCHANGE : EXCHANGE);

      Delivery declined = send(mail("eve@example.com"));
      Delivery next = send(mail("ada@example.com"));

      assertThat(declined).isInstanceOf(atRcpt.startsWith("5") ? Refused.class : Deferred.class);
      assertThat(next).isInstanceOf(Accepted.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESET", "END", "SILENCE"})
  void acceptsThatAMailIsRefusedForGoodThoughTheConnectionDiesOfIt(String after) throws Exception {
    try (var smtp = new ScriptedSmtp(Map.of(".", "554 5.7.1 Spam", "RSET", after))) {
      connectTo(server(smtp.port()), after.equals("SILENCE") ? SHORT_EXCHANGE : EXCHANGE);

      Delivery refused = send(mail("ada@example.com"));
      Delivery next = send(mail("ada@example.com"));

      assertThat(refused)
          .isEqualTo(new Refused(new Failure("554", "refused with 554 5.7.1 to DATA")));
      assertThat(next).isInstanceOf(Accepted.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"251 Will be forwarded", "252 Will be tried", "200 Fine"})
  void takesEveryPositiveReplyToTheMailForItsAcceptance(String reply) throws Exception {
    try (var smtp = new ScriptedSmtp(Map.of(".", reply))) {
      connectTo(server(smtp.port()));

      assertThat(send(mail("ada@example.com"))).isInstanceOf(Accepted.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"EHLO, LINES", "EHLO, LINE", "RCPT, LINES", "RCPT, LINE", "., LINES", "., LINE"})
  void triesAgainWhenAReplyIsWithoutEnd(String command, String reply) throws Exception {
    try (var smtp = new ScriptedSmtp(Map.of(command, reply))) {
      connectTo(server(smtp.port()), Duration.ofHours(1));

      Delivery cut = send(mail("ada@example.com"));
      Delivery next = send(mail("ada@example.com"));

      assertThat(cut).isInstanceOf(Deferred.class);
      assertThat(next).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void triesAgainWhenTheLibraryFails() throws Exception {
    connections.destroy();
    connections =
        new SmtpConnections(server(inbox.smtpPort()), FROM, limits(EXCHANGE), metrics) {
          @Override
          Transport transport(Session session) {
            return new FailingTransport(session);
          }
        };

    assertThat(send(mail("ada@example.com"))).isEqualTo(new Deferred("IllegalStateException"));
  }

  @ParameterizedTest
  @CsvSource({
    "550 5.1.1 <eve@example.com> is unknown here, 550, refused with 550 5.1.1 to RCPT",
    "550 No such user, 550, refused with 550 to RCPT",
    "552 5.2.2 Mailbox full, 552, refused with 552 5.2.2 to RCPT",
    "552 5.2.2 Mailbox limit exceeded, 552, refused with 552 5.2.2 to RCPT",
    "550 5.2.1 Account suspended, 550, refused with 550 5.2.1 to RCPT",
    "553 5.1.3 Bad address syntax, 553, refused with 553 5.1.3 to RCPT",
    "501 5.1.3 Bad address syntax, 501, refused with 501 5.1.3 to RCPT",
    "556 5.1.10 The domain takes no mail, 556, refused with 556 5.1.10 to RCPT",
    "550 5.1.1 User unknown in relay recipient table, 550, refused with 550 5.1.1 to RCPT",
    "554 5.7.1 We do not want it, 554, refused with 554 5.7.1 to RCPT"
  })
  void acceptsThatARecipientIsRefusedForGood(String reply, String code, String detail) {
    inbox.misbehave(Faults.rejecting("eve@example.com", reply));

    assertThat(send(mail("eve@example.com"))).isEqualTo(new Refused(new Failure(code, detail)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "451 4.7.1 Greylisted",
        "421 4.3.2 Going down",
        "450 4.2.1 Mailbox busy",
        "452 4.2.2 Mailbox full",
        "554 5.7.1 <eve@example.com>: Relay access denied",
        "550 5.7.54 Unable to relay recipient",
        "530 5.7.0 Authentication required",
        "535 5.7.8 Wrong password",
        "503 5.5.1 Bad sequence",
        "550 5.5.1 Protocol error",
        "554 5.3.0 Mail system down",
        "550 5.1.8 Sender domain unknown",
        "553 5.7.1 <orders@example.com>: Sender address rejected: not owned by user",
        "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked",
        "550 The from address does not match a verified Sender Identity",
        "554 Message rejected: Email address is not verified",
        "554 5.2.252 SendAsDenied; a@example.com not allowed to send as b@example.com",
        "550 5.4.5 Daily user sending limit exceeded",
        "550 5.4.5 Too much mail from you today",
        "550 Your hourly limit is reached",
        "550 5.7.1 Authentication required",
        "550 authentication required",
        "550 Authenticated user is not authorized to send mail",
        "554 5.7.1 Domain example.com is not allowed to send",
        "550 5.7.1 Your account has been suspended",
        "550 5.7.26 Unauthenticated mail from example.com",
        "450 5.1.1 Unknown for now",
        "501 Syntax error"
      })
  void triesAgainWhereTheTroubleIsOursOrPassing(String reply) {
    inbox.misbehave(Faults.rejecting("eve@example.com", reply));

    assertThat(send(mail("eve@example.com"))).isInstanceOf(Deferred.class);
  }

  @Test
  void isNotMisledByAnAddressThatSpeaksOfRelays() {
    inbox.misbehave(Faults.rejecting("relay@example.com", "550 <relay@example.com> unknown"));

    assertThat(send(mail("relay@example.com"))).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"554 no service here", "421 too busy"})
  void triesAgainWhenTheServerTurnsUsAway(String greeting) {
    inbox.misbehave(Faults.greeting(greeting));

    assertThat(send(mail("ada@example.com"))).isInstanceOf(Deferred.class);
  }

  @Test
  void triesAgainWhenTheServerIsDown() {
    send(mail("ada@example.com"));
    inbox.misbehave(Faults.refusingConnections());

    assertThat(send(mail("ada@example.com"))).isInstanceOf(Deferred.class);
    assertThat(send(mail("ada@example.com"))).isInstanceOf(Deferred.class);

    inbox.misbehave(Faults.NONE);
    assertThat(send(mail("ada@example.com"))).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void triesAgainWhenTheAnswerIsLost(boolean stored) {
    inbox.misbehave(Faults.dropping(1, stored));

    assertThat(send(mail("ada@example.com"))).isInstanceOf(Deferred.class);
    assertThat(send(mail("ada@example.com"))).isInstanceOf(Accepted.class);

    assertThat(mailbox.of("ada@example.com"))
        .hasSize(stored ? 2 : 1)
        .extracting(mail -> mail.at("/MessageID").asString())
        .containsOnly("1.confirmed@example.com");
  }

  @Test
  void endsAnExchangeThatTakesTooLongAndDelaysNoOther() throws Exception {
    connectTo(server(inbox.smtpPort()), SHORT_EXCHANGE);
    inbox.misbehave(Faults.slow("slow@example.com", 60_000));

    CompletableFuture<Delivery> slow = sending(mail("slow@example.com"));
    long start = System.nanoTime();
    assertThat(send(mail("ada@example.com"))).isInstanceOf(Accepted.class);
    assertThat(slow.isDone()).isFalse();
    assertThat(slow.join()).isInstanceOf(Deferred.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(EXCHANGE);
    assertThat(metrics.get("orderflow.smtp.connections").gauge().value()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.com, eve@example.com",
        "ada@example.com\r\nBcc: eve@example.com",
        "Ada <ada@example.com>",
        "friends: ada@example.com, eve@example.com;",
        "ada@example.com>\r\nRCPT TO:<eve@example.com",
        "ada",
        "@example.com",
        "\"a b\"@example.com",
        ""
      })
  void refusesWhatIsNotOneMailAddress(String address) {
    assertThat(send(mail(address))).isInstanceOf(Refused.class);
    assertThat(mailbox.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Ada\r\nBcc: eve@example.com", "\"Ada\" <eve@example.com>, ", "Ada\n\nHello"})
  void letsNoNameBecomeAHeader(String name) {
    var mail = new Mail("<1@example.com>", NOON, name, "ada@example.com", name, "<p></p>", "-");

    assertThat(send(mail)).isInstanceOf(Accepted.class);

    var arrived = mailbox.only("ada@example.com");
    assertThat(arrived.at("/To").size()).isOne();
    assertThat(arrived.at("/To/0/Address").asString()).isEqualTo("ada@example.com");
    assertThat(mailbox.headers(arrived)).doesNotContain("\nBcc:", "\r\n\r\nHello", "\nHello");
  }

  @Test
  void showsANameThatLooksEncodedAsItIs() {
    String name = "=?UTF-8?Q?Eve?=";
    var mail = new Mail("<1@example.com>", NOON, name, "ada@example.com", "-", "<p></p>", "-");

    assertThat(send(mail)).isInstanceOf(Accepted.class);

    var arrived = mailbox.only("ada@example.com");
    assertThat(arrived.at("/To/0/Name").asString()).isEqualTo("= ?UTF-8?Q?Eve?=");
  }

  @Test
  void encodesTheNameOfTheSender() throws Exception {
    connections.destroy();
    connections =
        new SmtpConnections(
            server(inbox.smtpPort()),
            "Bücher & Co <orders@example.com>",
            limits(EXCHANGE),
            metrics);

    assertThat(send(mail("ada@example.com"))).isInstanceOf(Accepted.class);

    var arrived = mailbox.only("ada@example.com");
    assertThat(arrived.at("/From/Name").asString()).isEqualTo("Bücher & Co");
  }

  @Test
  void doesNotLogInWithASettingThatIsEmpty() throws Exception {
    try (var smtp =
        new ScriptedSmtp(
            Map.of("EHLO", "250-ready\r\n250 AUTH PLAIN LOGIN", "AUTH", "535 5.7.8 Wrong"))) {
      var server = server(smtp.port());
      server.setUsername("");
      server.setPassword("");
      connectTo(server);

      assertThat(send(mail("ada@example.com"))).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void writesNothingOfAMailWhenItsTimeIsOver() throws Exception {
    var session = Session.getInstance(new Properties());
    var from = new InternetAddress("orders@example.com");
    var late = MimeMail.of(mail("ada@example.com"), from, session, () -> true);
    var inTime = MimeMail.of(mail("ada@example.com"), from, session, () -> false);
    var out = new ByteArrayOutputStream();

    assertThatIOException().isThrownBy(() -> late.writeTo(out, null));
    assertThat(out.size()).isZero();
    inTime.writeTo(out, null);
    assertThat(out.size()).isPositive();
  }

  private Delivery send(Mail mail) {
    return sending(mail).join();
  }

  private CompletableFuture<Delivery> sending(Mail mail) {
    return CompletableFuture.supplyAsync(() -> connections.send(mail), threads);
  }

  private void connectTo(JavaMailSenderImpl server) throws Exception {
    connectTo(server, EXCHANGE);
  }

  private void connectTo(JavaMailSenderImpl server, Duration exchange) throws Exception {
    connections.destroy();
    connections = new SmtpConnections(server, FROM, limits(exchange), metrics);
  }

  private static SmtpConnections.Limits limits(Duration exchange) {
    return new SmtpConnections.Limits(exchange, MAILS, Duration.ofSeconds(10));
  }

  private static JavaMailSenderImpl server(int port) {
    var server = new JavaMailSenderImpl();
    server.setHost("localhost");
    server.setPort(port);
    return server;
  }

  private static Mail mail(String address) {
    return new Mail(
        "<1.confirmed@example.com>",
        NOON,
        "Ada Löwe <b>",
        address,
        "Grüße",
        "<p>Grüße, Ada</p>",
        "Grüße, Ada");
  }

  /** Connects, and fails as the library does with a connection that it has closed itself. */
  private static final class FailingTransport extends Transport {

    FailingTransport(Session session) {
      super(session, new URLName("smtp://localhost"));
    }

    @Override
    protected boolean protocolConnect(String host, int port, String user, String password) {
      return true;
    }

    @Override
    public void sendMessage(Message message, Address[] addresses) {
      throw new IllegalStateException("Not connected");
    }
  }
}
