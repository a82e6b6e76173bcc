package dev.orderflow.order.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.com",
        "ada.lovelace+orders@mail.example.co.uk",
        "o'hara@example.com",
        "x@xn--bcher-kva.example",
        "a_b-c=d@1.example"
      })
  void takesOneAddress(String text) {
    assertThat(MailAddress.isOne(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ada",
        "ada@",
        "@example.com",
        "ada@example",
        "ada@@example.com",
        "ada@example.com@example.com",
        "ada@example.com,bob@example.com",
        "ada@example.com;bob@example.com",
        "ada@example.com bob@example.com",
        "Ada <ada@example.com>",
        "<ada@example.com>",
        "\"ada\"@example.com",
        "ada(comment)@example.com",
        ".ada@example.com",
        "ada.@example.com",
        "ada..l@example.com",
        "ada@example..com",
        "ada@-example.com",
        "ada@example-.com",
        "ada@.example.com",
        "ada@example.com.",
        "ada@[127.0.0.1]",
        "ada @example.com",
        " ada@example.com",
        "ada@example.com ",
        "ada@example.com\n",
        "ada@example.com\r\nBcc: bob@example.com",
        "ada@exam\u0000ple.com",
        "äda@example.com",
        "ada@exämple.com",
        "mailto:ada@example.com"
      })
  void refusesWhatIsNotExactlyOneAddress(String text) {
    assertThat(MailAddress.isOne(text)).isFalse();
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThat(MailAddress.isOne("x".repeat(64) + "@example.com")).isTrue();
    assertThat(MailAddress.isOne("x".repeat(65) + "@example.com")).isFalse();
    assertThat(MailAddress.isOne("x@" + "example.".repeat(40) + "com")).isFalse();
    assertThat(MailAddress.isOne("x@" + "e".repeat(64) + ".com")).isFalse();
  }
}
