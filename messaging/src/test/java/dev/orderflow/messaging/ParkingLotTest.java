package dev.orderflow.messaging;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
          {"payment\\u0054oke\\u006E":"pm_a","x":1}    | {"payment\\u0054oke\\u006E":"***","x":1}
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

  @Test
  void masksAllOfARecordInAnotherEncodingThatHasAToken() {
    byte[] withToken = "{\"payment\\u0054oken\":\"pm_a\"}".getBytes(UTF_16BE);
    byte[] without = "{\"x\":1}".getBytes(UTF_16BE);

    assertThat(ParkingLot.masked(withToken)).asString(UTF_8).isEqualTo("\"***\"");
    assertThat(ParkingLot.masked(without)).isEqualTo(without);
  }

  @Test
  void countsAHeadersNameInBytes() {
    var header = new RawHeader("€".repeat(1_000), null);

    var record = new RawRecord("orders", 0, 0, null, List.of(header), null);

    assertThat(record.size()).isGreaterThan(3_000);
  }

  private static String masked(String value) {
    return new String(ParkingLot.masked(value.getBytes(UTF_8)), UTF_8);
  }
}
