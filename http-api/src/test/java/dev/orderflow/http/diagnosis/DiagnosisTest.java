package dev.orderflow.http.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.http.diagnosis.Action.Kind;
import dev.orderflow.messaging.ParkReason;
import dev.orderflow.messaging.ParkedEvent;
import dev.orderflow.messaging.UnpublishedEvents;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosisTest {

  private static final UUID ORDER = UUID.fromString("0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant LONG_AGO = NOW.minusSeconds(300);
  private static final Instant JUST_NOW = NOW.minusSeconds(2);

  @Test
  void hasNothingToDoForASettledOrder() {
    Diagnosis diagnosis = diagnosis(standing());

    assertThat(diagnosis.open()).isFalse();
    assertThat(diagnosis.summary()).isEqualTo("The order stands.");
    assertThat(diagnosis.action()).isEqualTo(Action.nothing());
  }

  @Test
  void namesTheServiceThatOwesTheAnswerForTooLong() {
    Wait fresh = waitFor("inventory-service", JUST_NOW);
    Wait overdue = waitFor("payment-service", LONG_AGO);

    Diagnosis diagnosis = diagnosis(standing(fresh, overdue));

    assertThat(diagnosis.open()).isTrue();
    assertThat(diagnosis.action().kind()).isEqualTo(Kind.LOOK);
    assertThat(diagnosis.action().service()).isEqualTo("payment-service");
    assertThat(diagnosis.action().request()).isEqualTo("GET /orders/" + ORDER + "/diagnosis");
  }

  @Test
  void waitsForAnAnswerThatIsNotOverdue() {
    Diagnosis diagnosis = diagnosis(standing(waitFor("payment-service", JUST_NOW)));

    assertThat(diagnosis.action().kind()).isEqualTo(Kind.WAIT);
    assertThat(diagnosis.action().request()).isNull();
  }

  @Test
  void waitsForWhoIsOutsideHoweverLongItTakes() {
    Instant next = NOW.plusSeconds(10);
    Wait provider =
        new Wait(
            Wait.PAYMENT_PROVIDER, "capture the payment", LONG_AGO, 5, "status 500", next, null);

    Diagnosis diagnosis = diagnosis(standing(provider));

    assertThat(diagnosis.action().kind()).isEqualTo(Kind.WAIT);
    assertThat(diagnosis.action().text())
        .isEqualTo("Wait: payment-provider is asked again at 2026-03-01T10:00:10Z.");
    assertThat(diagnosis.summary())
        .isEqualTo(
            "The order stands. Waits since 2026-03-01T09:55:00Z for payment-provider to capture"
                + " the payment; asked 5 times; asks again at 2026-03-01T10:00:10Z; last error:"
                + " status 500.");
  }

  @Test
  void saysWhenItIsGivenUp() {
    Wait wait =
        new Wait("payment-service", "authorize", JUST_NOW, 1, null, null, NOW.plusSeconds(900));

    assertThat(diagnosis(standing(wait)).summary())
        .endsWith("; asked once; gives up at 2026-03-01T10:15:00Z.");
  }

  @Test
  void replaysTheFirstParkedEventBeforeAnythingElse() {
    Diagnosis diagnosis =
        diagnosis(
            Optional.of(standing(waitFor("payment-service", LONG_AGO))),
            unpublishedSince(LONG_AGO),
            parked(17, ParkReason.FAILURE),
            parked(18, ParkReason.NOT_JSON));

    assertThat(diagnosis.action().kind()).isEqualTo(Kind.REPLAY);
    assertThat(diagnosis.action().service()).isEqualTo("order-service");
    assertThat(diagnosis.action().request()).isEqualTo("POST /parked-events/17/replay");
    assertThat(diagnosis.parkedEvents()).hasSize(2);
    assertThat(diagnosis.summary())
        .contains(
            "Parked event 17 from payments (FAILURE: why) waits for an operator since"
                + " 2026-03-01T09:55:00Z.");
  }

  @ParameterizedTest
  @EnumSource(ParkReason.class)
  void hasASafeActionForEveryReason(ParkReason reason) {
    Diagnosis diagnosis =
        diagnosis(Optional.of(standing()), unpublishedSince(null), parked(17, reason));

    assertThat(diagnosis.open()).isTrue();
    assertThat(diagnosis.action().kind()).isIn(Kind.REPLAY, Kind.LOOK);
    assertThat(diagnosis.action().request())
        .isIn("POST /parked-events/17/replay", "GET /parked-events/17");
  }

  @Test
  void looksAtTheRelayWhenEventsDoNotReachKafka() {
    Diagnosis diagnosis =
        diagnosis(
            Optional.of(standing(waitFor("payment-service", LONG_AGO))),
            unpublishedSince(LONG_AGO));

    assertThat(diagnosis.action().request()).isEqualTo("GET /actuator/prometheus");
    assertThat(diagnosis.summary())
        .contains("Events that wait for Kafka: 1, the oldest since 2026-03-01T09:55:00Z.");
    assertThat(diagnosis.unpublished().events()).isEqualTo(1);
  }

  @Test
  void knowsNothingOfAnOrderButItsParkedEvents() {
    Diagnosis diagnosis =
        diagnosis(Optional.empty(), unpublishedSince(null), parked(1, ParkReason.FAILURE));

    assertThat(diagnosis.summary()).startsWith("Nothing is recorded of the order here. Parked");
    assertThat(diagnosis.waits()).isEmpty();
  }

  private static Diagnosis diagnosis(Standing standing) {
    return diagnosis(Optional.of(standing), unpublishedSince(null));
  }

  private static Diagnosis diagnosis(
      Optional<Standing> standing, UnpublishedEvents.OfOrder unpublished, ParkedEvent... parked) {
    return Diagnosis.of(ORDER, EventSource.ORDER_SERVICE, standing, unpublished, List.of(parked));
  }

  private static Standing standing(Wait... waits) {
    return new Standing("The order stands.", List.of(waits));
  }

  private static Wait waitFor(String service, Instant since) {
    return Wait.of(EventSource.byId(service).orElseThrow(), "answer", since);
  }

  private static UnpublishedEvents.OfOrder unpublishedSince(Instant since) {
    return new UnpublishedEvents.OfOrder(NOW, since == null ? 0 : 1, since);
  }

  private static ParkedEvent parked(long id, ParkReason reason) {
    return new ParkedEvent(
        id,
        "payments",
        0,
        1,
        null,
        List.of(),
        null,
        null,
        ORDER,
        reason,
        "why",
        LONG_AGO,
        1,
        null,
        null,
        ParkedEvent.Status.PARKED,
        null,
        null,
        null);
  }
}
