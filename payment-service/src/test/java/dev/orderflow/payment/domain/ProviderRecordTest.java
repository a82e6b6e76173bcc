package dev.orderflow.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.payment.domain.ProviderRecord.State;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderRecordTest {

  /** What the provider may have recorded of a payment that asks for nothing; NEW always asks. */
  @ParameterizedTest
  @CsvSource({
    "NEW,            UNKNOWN",
    "AUTHORIZED,     HELD UNKNOWN",
    "DECLINED,       RELEASED REFUSED NOT_FOUND UNKNOWN",
    "CAPTURED,       CHARGED UNKNOWN",
    "CAPTURE_FAILED, HELD RELEASED UNKNOWN",
    "VOIDED,         RELEASED REFUSED NOT_FOUND UNKNOWN",
    "REFUNDED,       PAID_BACK UNKNOWN"
  })
  void agreesWithWhatCanBeTrueBesideIt(PaymentState payment, String agreeing) {
    List<String> agrees =
        Arrays.stream(State.values())
            .filter(there -> ProviderRecord.of(there).agreesWith(payment))
            .map(Enum::name)
            .toList();

    assertThat(String.join(" ", agrees)).isEqualTo(agreeing);
  }
}
