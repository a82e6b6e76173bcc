package dev.orderflow.localstack.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpLinesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a\n.\nb", "a\n.\r\nb", "a\r\n.\nb", "a\r.\r\nb"})
  void endsAMailAtNothingButADotOnALineOfItsOwn(String body) throws IOException {
    var lines = reading(body + "\r\n.\r\nQUIT\r\n");

    assertThat(mail(lines)).startsWith("a").endsWith("b\r\n");
    assertThat(lines.command()).isEqualTo("QUIT");
  }

  @Test
  void takesTheStuffedDotAway() throws IOException {
    assertThat(mail(reading("..a\r\n.b\r\na..\r\n.\r\n"))).isEqualTo(".a\r\nb\r\na..\r\n");
  }

  @Test
  void readsLinesLongerThanItsBuffer() throws IOException {
    var line = "x".repeat(40_000);

    assertThat(mail(reading(line + "\r\n.\r\n"))).isEqualTo(line + "\r\n");
  }

  @Test
  void readsATooLongMailToItsEnd() throws IOException {
    var lines = reading("x".repeat(40_000) + "\r\n.\r\nNOOP\r\n");

    assertThat(lines.mail(1_000)).isEmpty();
    assertThat(lines.command()).isEqualTo("NOOP");
  }

  private static SmtpLines reading(String text) {
    return new SmtpLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String mail(SmtpLines lines) throws IOException {
    return new String(lines.mail(1_000_000), StandardCharsets.UTF_8);
  }
}
