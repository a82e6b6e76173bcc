package dev.orderflow.systemtests.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EndingTest {

  @Test
  void acceptsAConfirmedOrder() {
    assertThat(confirmed().faults()).isEmpty();
  }

  @Test
  void acceptsAnOrderThatWasCancelledAfterItsConfirmation() {
    assertThat(cancelledLate().faults()).isEmpty();
  }

  @Test
  void expectsNothingOfAnOrderWhoseRequestWasNotAnswered() {
    Ending ending = cancelledLate(new Ending(null));

    assertThat(ending.faults()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void findsWhatIsWrongWithAConfirmedOrder(String promise, Consumer<Ending> bug) {
    Ending ending = confirmed();

    bug.accept(ending);

    assertThat(ending.faults()).singleElement().asString().startsWith(promise);
  }

  static Stream<Arguments> findsWhatIsWrongWithAConfirmedOrder() {
    return Stream.of(
        bug(
            "O3",
            ending -> {
              ending.stock = "RESERVED";
              ending.reservationState = "RESERVED";
            }),
        bug("O4", ending -> ending.historyEntries--),
        bug("S2", ending -> ending.reservationState = "RELEASED"),
        bug("M1", ending -> ending.paymentState = "VOIDED"),
        bug("M1", ending -> ending.charged--),
        bug("M1", ending -> ending.captures++),
        bug("N1", ending -> ending.mails++),
        bug("N1", ending -> ending.mails--),
        bug("C1", ending -> ending.tokenKept = true));
  }

  @ParameterizedTest
  @MethodSource
  void findsWhatIsWrongWithACancelledOrder(String promise, Consumer<Ending> bug) {
    Ending ending = cancelledLate();

    bug.accept(ending);

    assertThat(ending.faults()).singleElement().asString().startsWith(promise);
  }

  static Stream<Arguments> findsWhatIsWrongWithACancelledOrder() {
    return Stream.of(
        bug("O3", ending -> ending.reason = "EXPIRED"),
        bug(
            "O3",
            ending -> {
              ending.payment = "CAPTURED";
              ending.paymentState = "CAPTURED";
            }),
        bug("M1", ending -> ending.charged = ending.total),
        bug("N1", ending -> ending.mails = 1));
  }

  private static Arguments bug(String promise, Consumer<Ending> bug) {
    return Arguments.of(promise, bug);
  }

  private static Ending confirmed() {
    Ending ending = new Ending(Outcome.CONFIRMED);
    ending.status = "CONFIRMED";
    ending.confirmedOnce = true;
    ending.stock = "COMMITTED";
    ending.reservationState = "COMMITTED";
    ending.payment = "CAPTURED";
    ending.paymentState = "CAPTURED";
    ending.total = 1290;
    ending.charged = 1290;
    ending.captures = 1;
    ending.version = 7;
    ending.historyEntries = 7;
    ending.mails = 1;
    return ending;
  }

  private static Ending cancelledLate() {
    return cancelledLate(new Ending(Outcome.CUSTOMER_REQUEST));
  }

  private static Ending cancelledLate(Ending ending) {
    ending.status = "CANCELLED";
    ending.reason = "CUSTOMER_REQUEST";
    ending.confirmedOnce = true;
    ending.stock = "RELEASED";
    ending.reservationState = "RELEASED";
    ending.payment = "REFUNDED";
    ending.paymentState = "REFUNDED";
    ending.total = 1290;
    ending.captures = 1;
    ending.version = 10;
    ending.historyEntries = 10;
    ending.mails = 2;
    return ending;
  }
}
