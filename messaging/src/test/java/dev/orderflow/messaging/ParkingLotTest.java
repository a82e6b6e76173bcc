package dev.orderflow.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParkingLotTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"paymentToken":"pm_a","x":1}              | {"paymentToken":"***","x":1}
          {"paymentToken" : "pm_a", broken           | {"paymentToken" : "***", broken
          {"paymentToken":"pm_a                      | {"paymentToken":"***"
          {"paymentToken":"tok_\\"pm_a","x":1}       | {"paymentToken":"***","x":1}
          {"paymentToken":["pm_a"],"x":1}            | {"paymentToken":"***"
          {"paymentToken":{"id":"pm_a"}}             | {"paymentToken":"***"
          {"paymentToken":null,"x":1}                | {"paymentToken":null,"x":1}
          {"x":1}                                    | {"x":1}
          """)
  void masksThePaymentTokenOfWhateverWasSent(String value, String shown) {
    assertThat(masked(value)).isEqualTo(shown);
  }

  @Test
  void masksATokenOfAnyLength() {
    String token = "\\\"".repeat(1_000_000);

    assertThat(masked("{\"paymentToken\":\"" + token + "\"}"))
        .isEqualTo("{\"paymentToken\":\"***\"}");
  }

  private static String masked(String value) {
    return new String(ParkingLot.masked(value.getBytes(UTF_8)), UTF_8);
  }
}
