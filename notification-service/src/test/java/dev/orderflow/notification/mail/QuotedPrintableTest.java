package dev.orderflow.notification.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedPrintableTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"2 × 12.90 EUR|2 =C3=97 12.90 EUR", "a=b|a=3Db", "'-- '|--=20", "'a\tb'|'a\tb'"})
  void keepsWhatIsPrintable(String text, String encoded) {
    assertThat(encode(text)).isEqualTo(encoded);
  }

  @Test
  void makesEveryLineBreakTheSame() {
    assertThat(encode("\na\nb\r\nc\rd\n")).isEqualTo("\r\na\r\nb\r\nc\r\nd");
  }

  @Test
  void isUndoneByWhoeverReadsIt() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      String text = anyText(random, random.nextInt(200));

      String encoded = encode(text);

      assertThat(decode(encoded)).isEqualTo(text);
      assertThat(encoded.lines()).allMatch(line -> line.length() <= 76 && !line.endsWith(" "));
      assertThat(encoded).matches("[\\t\\r\\n -~]*").doesNotContain("=_");
    }
  }

  private static String anyText(Random random, int length) {
    return random
        .ints(0, 0x1_2000)
        .filter(c -> Character.getType(c) != Character.SURROGATE && c != '\r' && c != '\n')
        .map(c -> random.nextBoolean() ? ' ' + c % 95 : c)
        .limit(length)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String encode(String text) {
    return new String(QuotedPrintable.encode(text), US_ASCII);
  }

  private static String decode(String encoded) throws MessagingException, IOException {
    var input = new ByteArrayInputStream(encoded.getBytes(US_ASCII));
    return new String(MimeUtility.decode(input, "quoted-printable").readAllBytes(), UTF_8);
  }
}
