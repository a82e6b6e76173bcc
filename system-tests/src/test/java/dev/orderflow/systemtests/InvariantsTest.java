package dev.orderflow.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.systemtests.Invariants.Violation;
import dev.orderflow.systemtests.Witness.PostOffice;
import dev.orderflow.systemtests.Witness.Request;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An invariant counts once a planted bug has made its check fail. */
class InvariantsTest {

  private static final UUID ORDER = UUID.fromString("01999a3e-7c10-7b4e-9a52-3f6c1d2e4b5a");
  private static final UUID STRANGE = UUID.fromString("01999a3e-7c10-7b4e-9a52-000000000000");
  private static final String ADA = "ada@example.com";
  private static final String PAYS = "pm_card_visa";
  private static final String DECLINES = "pm_card_chargeDeclinedStolenCard";
  private static final String CAPTURE_FAILS = "pm_card_sandboxCaptureFails";
  private static final Witness.Basket BASKET = basket(ADA, 2, PAYS);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final UUID CREATED = UUID.randomUUID();
  private static final UUID RESERVED = UUID.randomUUID();
  private static final UUID CONFIRMED = UUID.randomUUID();

  @Test
  void findsNothingWrongWithAnOrderThatWentWell() {
    assertThat(Invariants.violatedBy(wentWell())).isEmpty();
  }

  @Test
  void findsNothingWrongWithWhatAClientSaw() {
    assertThat(Invariants.violatedBy(wentWell(), watched())).isEmpty();
  }

  static Stream<Arguments> plantedBugs() {
    return Stream.of(
        bug("S1", f -> f.stock().set(0, new Facts.Stock("MUG", 7, 8, 10, 3, 0))),
        bug("S1", f -> f.stock().set(0, new Facts.Stock("MUG", 9, 0, 10, 2, 0))),
        bug("S2", f -> f.stock().set(0, new Facts.Stock("MUG", 8, 1, 10, 2, 0))),
        bug("S2", f -> f.stock().set(0, new Facts.Stock("MUG", 10, 0, 10, 0, 0))),
        bug("M1", f -> f.ledger().add(charge("CAPTURED", "pi_2"))),
        bug("M1", f -> f.ledger().remove(1)),
        bug("M1", f -> f.ledger().add(charge("AUTHORIZED", "pi_2"))),
        bug("M1", f -> f.ledger().add(charge("REFUNDED", "pi_1"))),
        bug(
            "M1",
            f ->
                f.ledger().add(new Facts.Charge(STRANGE.toString(), "CAPTURED", "pi_3", 1, "eur"))),
        bug("M1", f -> f.ledger().add(new Facts.Charge("", "CAPTURED", "pi_3", 1, "eur"))),
        bug("M1", f -> f.ledger().add(new Facts.Charge("", "AUTHORIZED", "pi_3", 1, "eur"))),
        bug("M2", f -> f.payments().set(0, payment("CAPTURED", "25.81", false))),
        bug(
            "M2",
            f ->
                f.ledger()
                    .set(0, new Facts.Charge(ORDER.toString(), "AUTHORIZED", "pi_1", 2580, "usd"))),
        bug("M2", f -> f.mails().set(0, mail("confirmed", ADA, "25.90 EUR"))),
        bug("O2", f -> f.orders().add(f.orders().getFirst())),
        bug("O3", f -> f.orders().set(0, order("PENDING", false, history()))),
        bug("O3", f -> f.orders().set(0, cancelled("OUT_OF_STOCK"))),
        bug("O3", f -> f.orders().set(0, cancelled("PAYMENT_DECLINED"))),
        bug("O3", f -> f.orders().set(0, cancelled("PAYMENT_CAPTURE_FAILED"))),
        bug("O3", f -> f.orders().set(0, cancelled("EXPIRED"))),
        bug("O3", f -> f.payments().set(0, payment("AUTHORIZED", "25.80", false))),
        bug("O3", f -> f.reservations().set(0, reservation("RESERVED"))),
        bug("O3", f -> f.outboxes().put("order-service", 1L)),
        bug("O3", f -> f.lags().put("payment-service", 1L)),
        bug("O4", f -> f.orders().set(0, order("CONFIRMED", true, history().subList(0, 2)))),
        bug("O4", f -> f.orders().set(0, order("CANCELLED", true, history()))),
        bug("E1", f -> f.published().remove(1)),
        bug(
            "E1",
            f -> f.published().add(published("inventory", 1, 9, STRANGE, "inventory-service", 2))),
        bug(
            "E2",
            f -> f.published().set(2, published("orders", 2, 1, CONFIRMED, "order-service", 2))),
        bug(
            "E2",
            f -> f.published().set(0, published("orders", 1, 5, CREATED, "order-service", 1))),
        bug("N1", f -> f.mails().clear()),
        bug("N1", f -> f.mails().set(0, mail("cancelled", ADA, "25.80 EUR"))),
        bug("N1", f -> f.mails().add(mail("cancelled", ADA, "25.80 EUR"))),
        bug("N1", f -> f.mails().add(mail("another", ADA, "25.80 EUR"))),
        bug(
            "N1",
            f ->
                f.mails().add(new Facts.Mail(STRANGE + ".confirmed@shop", ADA, "25.80 EUR", NOON))),
        bug("P1", f -> f.parked().addAll(List.of(parked(9, ""), parked(9, "")))),
        bug("P1", f -> f.unreadable().add(new Facts.Position("orders", 1, 9))),
        bug("P1", f -> f.parked().add(parked(0, ""))),
        bug("C1", f -> f.parked().add(parked(9, "{\"paymentToken\":\"pm_card_visa\"}"))),
        bug("C1", f -> f.payments().set(0, payment("CAPTURED", "25.80", true))),
        bug("C1", f -> f.mails().set(0, mail("confirmed", "bob@example.com", "25.80 EUR"))),
        bug("C1", f -> f.leaks().add("order-service.log:1 holds a token")));
  }

  @ParameterizedTest
  @MethodSource("plantedBugs")
  void catches(String invariant, Consumer<Facts> bug) {
    Facts facts = wentWell();

    bug.accept(facts);

    assertThat(Invariants.violatedBy(facts)).extracting(Violation::invariant).contains(invariant);
  }

  static Stream<Arguments> whatNoClientMaySee() {
    return Stream.of(
        seen("O1", w -> w.attempts().set(0, attempt("1", 201, STRANGE, "25.80"))),
        seen("O1", w -> w.attempts().set(0, attempt("1", 422, null, null))),
        seen("O2", w -> w.attempts().add(attempt("1", 422, null, null))),
        seen("O2", w -> w.attempts().add(attempt("3", 422, null, null))),
        seen("C1", w -> w.attempts().add(attempt("1", ORDER, basket("bob@example.com", 2, PAYS)))),
        seen("C1", w -> w.attempts().add(attempt("1", ORDER, basket(ADA, 1, PAYS)))),
        seen("C1", w -> w.attempts().set(0, attempt("2", ORDER, BASKET))),
        seen("O3", w -> w.attempts().set(0, attempt("1", ORDER, basket(ADA, 2, DECLINES)))),
        seen("O3", w -> w.attempts().set(0, attempt("1", ORDER, basket(ADA, 2, CAPTURE_FAILS)))),
        seen("O1", w -> w.attempts().add(attempt("2", 201, null, null))),
        seen("O2", w -> w.attempts().add(attempt("1", 201, STRANGE, "25.80"))),
        seen("M2", w -> w.attempts().set(0, attempt("1", 201, ORDER, "25.79"))),
        seen("API", w -> w.attempts().add(attempt("1", 500, null, null))),
        seen(
            "API", w -> w.attempts().add(new Witness.Attempt("1", BASKET, 503, null, null, false))),
        seen("API", w -> w.sightings().add(sighting(Request.LOOKING, 500, "", 0))),
        seen("API", w -> w.sightings().add(sighting(Request.LOOKING, 503, "", 0))),
        seen("API", w -> w.sightings().add(sighting(Request.CANCELLING, 503, "", 0))),
        seen("API", w -> w.sightings().add(sighting(Request.CANCELLING, 500, "", 0))),
        seen("O4", w -> w.sightings().add(sighting(Request.LOOKING, 404, "", 0))),
        seen("O4", w -> w.sightings().add(sighting(Request.LOOKING, 200, "PENDING", 3))),
        seen("O4", w -> w.sightings().add(sighting(Request.LOOKING, 200, "CONFIRMED", 2))),
        seen("O4", w -> w.sightings().add(sighting(Request.PLACING, 201, "PENDING", 1))),
        seen("O4", w -> w.sightings().add(sighting(Request.CANCELLING, 200, "CONFIRMED", 3))),
        seen("O4", w -> w.sightings().add(sighting(Request.CANCELLING, 200, "CANCELLED", 3))),
        seen("O4", w -> w.sightings().add(sighting(Request.LOOKING, 200, "CONFIRMED", 4))),
        seen("P1", w -> w.planted().put(at("orders", 1, 7), Set.of("payment-service"))));
  }

  @ParameterizedTest
  @MethodSource("whatNoClientMaySee")
  void catchesWhatAClientSaw(String invariant, Consumer<Witness> bug) {
    Witness witness = watched();

    bug.accept(witness);

    assertThat(Invariants.violatedBy(wentWell(), witness))
        .extracting(Violation::invariant)
        .contains(invariant);
  }

  @Test
  void believesThatAnUnansweredRequestMadeAnOrderOrNone() {
    Witness witness = watched();
    witness.attempts().set(0, attempt("1", Witness.UNANSWERED, null, null));
    witness.attempts().add(attempt("2", Witness.UNANSWERED, null, null));

    assertThat(Invariants.violatedBy(wentWell(), witness)).isEmpty();
  }

  @Test
  void excusesOnlyTheRecordsThatStrangersHaveWritten() {
    Facts facts = wentWell();
    facts.published().add(published("inventory", 3, 9, STRANGE, "inventory-service", 7));
    facts.parked().add(new Facts.Parked("order-service", at("inventory", 3, 9), "WHY", ""));
    Witness guilty = watched();
    guilty.planted().put(at("inventory", 3, 9), Set.of("order-service"));

    assertThat(Invariants.violatedBy(facts, guilty)).isEmpty();
    assertThat(Invariants.violatedBy(facts, watched()))
        .extracting(Violation::invariant)
        .contains("E1");
  }

  @Test
  void excusesOnlyTheServiceThatWasMadeToSkipARecord() {
    Facts facts = wentWell();
    facts.published().add(published("inventory", 3, 9, STRANGE, "inventory-service", 1));
    Witness excused = watched();
    excused.skipped().add(new Witness.Skipped("order-service", at("inventory", 3, 9)));
    Witness guilty = watched();
    guilty.skipped().add(new Witness.Skipped("payment-service", at("inventory", 3, 9)));

    assertThat(Invariants.violatedBy(facts, excused))
        .extracting(Violation::invariant)
        .doesNotContain("E1");
    assertThat(Invariants.violatedBy(facts, guilty))
        .extracting(Violation::invariant)
        .contains("E1");
  }

  @Test
  void excusesWhoWasMadeToSkipAnUnprocessableRecordFromParkingIt() {
    Facts facts = wentWell();
    Witness excused = watched();
    excused.planted().put(at("inventory", 3, 9), Set.of("order-service"));
    Witness guilty = watched();
    guilty.planted().putAll(excused.planted());
    excused.skipped().add(new Witness.Skipped("order-service", at("inventory", 3, 9)));

    assertThat(Invariants.violatedBy(facts, excused)).isEmpty();
    assertThat(Invariants.violatedBy(facts, guilty))
        .extracting(Violation::invariant)
        .contains("P1");
  }

  static Stream<Arguments> undeservedOutcomes() {
    return Stream.of(
        Arguments.of("OUT_OF_STOCK", "InventoryRejected"),
        Arguments.of("PAYMENT_DECLINED", "PaymentFailed"),
        Arguments.of("PAYMENT_CAPTURE_FAILED", "PaymentFailed"),
        Arguments.of("CUSTOMER_REQUEST", "OrderCreated"));
  }

  @ParameterizedTest
  @MethodSource("undeservedOutcomes")
  void catchesACancellationThatItsCustomerDidNothingFor(String reason, String heard) {
    Facts facts = wentWell();
    List<Facts.Recorded> history = new ArrayList<>(history());
    history.add(recorded(4, "inventory-service", heard));
    history.add(recorded(5, "order-service", "OrderCancelled"));
    facts.orders().set(0, order("CANCELLED", reason, Set.of(), true, history));

    assertThat(Invariants.violatedBy(facts, watched()))
        .filteredOn(it -> it.what().contains(reason + " with Basket"))
        .extracting(Violation::invariant)
        .contains("O3");
  }

  @Test
  void excusesACopyOnlyWhenTheAnswerToTheFirstMayHaveBeenLost() {
    Facts facts = wentWell();
    Facts.Mail mail = facts.mails().getFirst();
    facts.mails().add(new Facts.Mail(mail.messageId(), ADA, mail.shownTotal(), at(20)));

    assertThat(Invariants.violatedBy(facts, Witness.of(mailed("", trouble(-5, 1))))).isEmpty();
    assertThat(Invariants.violatedBy(facts, Witness.of(mailed("", trouble(10, 15))))).isEmpty();
    assertThat(Invariants.violatedBy(facts)).isEmpty();
    for (PostOffice unexcused :
        List.of(PostOffice.SOUND, mailed("", trouble(-60, -30)), mailed("", trouble(21, 30)))) {
      assertThat(Invariants.violatedBy(facts, Witness.of(unexcused)))
          .extracting(Violation::invariant)
          .containsOnly("N1");
    }
  }

  @Test
  void excusesARefusedMailOnlyToWhomTheMailServerRefuses() {
    Facts facts = wentWell();
    facts.mails().clear();
    facts.orders().set(0, order("CONFIRMED", "", Set.of("confirmed"), true, history()));

    assertThat(Invariants.violatedBy(facts, Witness.of(mailed("ada@.*")))).isEmpty();
    assertThat(Invariants.violatedBy(facts)).isEmpty();
    assertThat(Invariants.violatedBy(facts, Witness.of(mailed("bob@.*"))))
        .extracting(Violation::invariant)
        .containsOnly("N1");
  }

  @Test
  void excusesNoMissingMailByTheRefusalOfAnother() {
    Facts facts = wentWell();
    facts.mails().clear();
    facts.orders().set(0, order("CONFIRMED", "", Set.of("cancelled"), true, history()));

    assertThat(Invariants.violatedBy(facts)).extracting(Violation::invariant).containsOnly("N1");
  }

  private static PostOffice mailed(String refused, Witness.Trouble... troubles) {
    return new PostOffice(refused, List.of(troubles));
  }

  private static Witness.Trouble trouble(int from, int to) {
    return new Witness.Trouble(at(from), at(to));
  }

  private static Instant at(int second) {
    return NOON.plusSeconds(second);
  }

  private static Facts.Recorded recorded(int version, String source, String type) {
    return new Facts.Recorded(
        version, UUID.randomUUID(), source, "dev.orderflow." + type + ".v1", version);
  }

  @Test
  void catchesStockThatDoesNotAddUpWhileTheSystemIsBusy() {
    assertThat(Invariants.violatedBy(List.of(new Facts.Stock("MUG", 1, 2, 3, 2, 0))))
        .extracting(Violation::invariant)
        .contains("S1");
  }

  static Stream<Arguments> effectsOfRedelivery() {
    return Stream.of(
        bug("E3", f -> f.orders().set(0, order("CANCELLED", true, history()))),
        bug("E3", f -> f.stock().set(0, new Facts.Stock("MUG", 6, 0, 10, 4, 0))),
        bug("E3", f -> f.reservations().set(0, reservation("RELEASED"))),
        bug("E3", f -> f.payments().set(0, payment("REFUNDED", "25.80", false))),
        bug("E3", f -> f.ledger().add(charge("REFUNDED", "pi_1"))),
        bug("E3", f -> f.mails().add(f.mails().getFirst())),
        bug("E3", f -> f.parked().add(parked(9, ""))));
  }

  @ParameterizedTest
  @MethodSource("effectsOfRedelivery")
  void catchesAnEffectOfRedelivery(String invariant, Consumer<Facts> effect) {
    Facts after = wentWell();

    effect.accept(after);

    assertThat(Invariants.violatedByRedelivery(wentWell(), after, watched()))
        .extracting(Violation::invariant)
        .containsOnly(invariant);
    assertThat(Invariants.violatedByRedelivery(wentWell(), wentWell(), watched())).isEmpty();
  }

  @Test
  void excusesWhoParksOnRedeliveryWhatItWasMadeToSkip() {
    Facts after = wentWell();
    after.parked().add(new Facts.Parked("order-service", at("inventory", 3, 9), "NOT_JSON", ""));
    Witness excused = watched();
    excused.skipped().add(new Witness.Skipped("order-service", at("inventory", 3, 9)));

    assertThat(Invariants.violatedByRedelivery(wentWell(), after, excused)).isEmpty();
    assertThat(Invariants.violatedByRedelivery(wentWell(), after, watched()))
        .extracting(Violation::invariant)
        .containsOnly("E3");
  }

  private static Arguments bug(String invariant, Consumer<Facts> plant) {
    return Arguments.of(invariant, plant);
  }

  private static Arguments seen(String invariant, Consumer<Witness> plant) {
    return Arguments.of(invariant, plant);
  }

  private static Facts wentWell() {
    return new Facts(
        list(order("CONFIRMED", true, history())),
        list(new Facts.Stock("MUG", 8, 0, 10, 2, 0)),
        list(reservation("COMMITTED")),
        list(payment("CAPTURED", "25.80", false)),
        list(charge("AUTHORIZED", "pi_1"), charge("CAPTURED", "pi_1")),
        list(mail("confirmed", ADA, "25.80 EUR")),
        list(
            published("orders", 1, 0, CREATED, "order-service", 1),
            published("inventory", 1, 0, RESERVED, "inventory-service", 1),
            published("orders", 1, 1, CONFIRMED, "order-service", 2)),
        list(),
        list(),
        new TreeMap<>(Map.of("order-service", 0L)),
        new TreeMap<>(Map.of("order-service", 0L)),
        list());
  }

  private static Witness watched() {
    return new Witness(
        list(attempt("1", 201, ORDER, "25.80")),
        list(
            sighting(Request.LOOKING, 200, "PENDING", 1),
            sighting(Request.LOOKING, 200, "CONFIRMED", 3)),
        new HashMap<>(),
        new HashSet<>(),
        true,
        PostOffice.SOUND);
  }

  private static Witness.Sighting sighting(
      Request request, int answer, String status, int version) {
    return new Witness.Sighting(ORDER, request, answer, status, version, false);
  }

  private static Witness.Basket basket(String email, int mugs, String card) {
    return new Witness.Basket(email, List.of(mugs(mugs)), card, false);
  }

  private static Facts.Line mugs(int pieces) {
    return new Facts.Line("MUG", pieces, new BigDecimal("12.90"));
  }

  private static Witness.Attempt attempt(String key, UUID order, Witness.Basket basket) {
    return new Witness.Attempt(key, basket, 201, order, null, false);
  }

  private static Witness.Attempt attempt(
      String key, int status, @Nullable UUID order, @Nullable String total) {
    return new Witness.Attempt(
        key, BASKET, status, order, total == null ? null : new BigDecimal(total), false);
  }

  private static Facts.Order order(String status, boolean settled, List<Facts.Recorded> history) {
    return order(status, "", Set.of(), settled, history);
  }

  private static Facts.Order cancelled(String reason) {
    return order("CANCELLED", reason, Set.of(), true, history());
  }

  private static Facts.Order order(
      String status,
      String reason,
      Set<String> refusedMails,
      boolean settled,
      List<Facts.Recorded> history) {
    return new Facts.Order(
        ORDER,
        "anonymous/1",
        ADA,
        status,
        reason,
        false,
        true,
        settled,
        refusedMails,
        new BigDecimal("25.80"),
        "EUR",
        List.of(mugs(2)),
        3,
        history);
  }

  private static List<Facts.Recorded> history() {
    return List.of(
        new Facts.Recorded(1, CREATED, "order-service", "dev.orderflow.OrderCreated.v1", 1),
        new Facts.Recorded(
            2, RESERVED, "inventory-service", "dev.orderflow.InventoryReserved.v1", 1),
        new Facts.Recorded(3, CONFIRMED, "order-service", "dev.orderflow.OrderConfirmed.v1", 2));
  }

  private static Facts.Reservation reservation(String state) {
    return new Facts.Reservation(ORDER, state, List.of(new Facts.Line("MUG", 2, BigDecimal.ZERO)));
  }

  private static Facts.Payment payment(String state, String amount, boolean tokenKept) {
    return new Facts.Payment(ORDER, state, new BigDecimal(amount), "EUR", tokenKept);
  }

  private static Facts.Charge charge(String operation, String intent) {
    return new Facts.Charge(ORDER.toString(), operation, intent, 2580, "eur");
  }

  private static Facts.Mail mail(String kind, String to, String total) {
    return new Facts.Mail(ORDER + "." + kind + "@shop", to, total, NOON);
  }

  private static Facts.Published published(
      String topic, int partition, long offset, UUID id, String source, long sequence) {
    return new Facts.Published(
        at(topic, partition, offset), ORDER.toString(), id, source, "type", sequence);
  }

  private static Facts.Parked parked(long offset, String value) {
    return new Facts.Parked("inventory-service", at("orders", 1, offset), "NOT_JSON", value);
  }

  private static Facts.Position at(String topic, int partition, long offset) {
    return new Facts.Position(topic, partition, offset);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // The elements are only copied.
  private static <T> List<T> list(T... elements) {
    return new ArrayList<>(List.of(elements));
  }
}
