package dev.orderflow.localstack.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailTest {

  @Test
  void joinsHeadersThatAreFolded() {
    Mail mail =
        read(
            """
            Subject: Your order
             OF-1
            \tis confirmed
            To: Ada <ada@example.com>

            Hi
            """);

    assertThat(mail.subject()).isEqualTo("Your order OF-1\tis confirmed");
    assertThat(mail.to()).containsExactly(new Mail.Person("Ada", "ada@example.com"));
  }

  @Test
  void takesNoHeadersFromTheText() {
    Mail mail = read("Subject: Hello\r\n\r\nDear Ada,\r\nSubject: Goodbye\r\nTo: eve@example.com");

    assertThat(mail.subject()).isEqualTo("Hello");
    assertThat(mail.to()).containsExactly(new Mail.Person("", "envelope@example.com"));
  }

  @Test
  void readsHeadersThatEndWithTheMail() {
    assertThat(read("Subject: Hello").subject()).isEqualTo("Hello");
    assertThat(read("Subject: Hello\nFrom: shop@example.com\n").from().address())
        .isEqualTo("shop@example.com");
  }

  @Test
  void takesAMailWithoutHeaders() {
    Mail mail = read("\r\nSubject: Hello\r\n");

    assertThat(mail.subject()).isEmpty();
    assertThat(mail.from()).isEqualTo(new Mail.Person("", "bounce@example.com"));
    assertThat(read("").subject()).isEmpty();
    assertThat(read(" folded from the first line on\r\n\r\n").subject()).isEmpty();
  }

  private static Mail read(String source) {
    return Mail.read(
        1,
        Instant.EPOCH,
        source.getBytes(UTF_8),
        "bounce@example.com",
        List.of("envelope@example.com"));
  }
}
