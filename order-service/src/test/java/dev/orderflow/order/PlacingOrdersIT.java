package dev.orderflow.order;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.order.PlacingOrders.Placed;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.Placement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

class PlacingOrdersIT extends RunningOrders {

  @Autowired private NewOrders newOrders;
  private final String key = UUID.randomUUID().toString();

  @Test
  void pricesTheOrderFromTheCatalogueAndStatesIt() {
    Address home = new Address("12 St James Sq", null, "London", "SW1Y 4JH", "GB");
    PlaceOrder wish =
        new PlaceOrder(
            ADA,
            List.of(new PlaceOrder.Item("MUG-01", 2), new PlaceOrder.Item("LAMP-01", 1)),
            "pm_card_visa",
            home,
            Money.of("75.80", "EUR"));

    Order order = place(wish);

    OrderCreated created =
        (OrderCreated) others.awaitStatements(order.id(), 1).getFirst().event().data();
    assertThat(created.total()).isEqualTo(Money.of("75.80", "EUR"));
    assertThat(created.lines()).extracting("name").containsExactly("Mug", "Lamp");
    assertThat(created.customer()).isEqualTo(ADA);
    assertThat(created.shippingAddress()).isEqualTo(home);
    assertThat(created.orderNumber()).isEqualTo(order.number());
    assertThat(created.paymentToken()).isEqualTo("pm_card_visa");
  }

  @Test
  void keepsWhatItAnswers() {
    Order answered = placeTwoMugs();

    Order kept = current(answered);

    assertThat(kept).usingRecursiveComparison().isEqualTo(answered);
  }

  @Test
  void keepsNameAndPriceOfTheMomentOfTheOrder() {
    Order order = placeTwoMugs();

    catalogue.put(new PutProduct("MUG-01", "Cup", Money.of("99.00", "EUR"), false));

    assertThat(current(order).total()).isEqualTo(Money.of("25.80", "EUR"));
    assertThat(current(order).lines().getFirst().name()).isEqualTo("Mug");
  }

  @Test
  void answersTheSameRequestWithTheSameOrder() {
    Placed first = placingOrders.place(CALLER, key, twoMugs());
    Placed second = placingOrders.place(CALLER, key, twoMugs());

    assertThat(first.repeated()).isFalse();
    assertThat(second.repeated()).isTrue();
    assertThat(second.order().id()).isEqualTo(first.order().id());
    assertThat(storyOf(first.order())).containsExactly("OrderCreated");
  }

  @Test
  void answersTheSameRequestWithTheSameOrderWhenTheProductIsGone() {
    Placed first = placingOrders.place(CALLER, key, twoMugs());
    catalogue.put(new PutProduct("MUG-01", "Mug", Money.of("12.90", "EUR"), false));

    Placed second = placingOrders.place(CALLER, key, twoMugs());

    assertThat(second.order().id()).isEqualTo(first.order().id());
  }

  @Test
  void refusesAnotherRequestWithTheSameKey() {
    placingOrders.place(CALLER, key, twoMugs());
    PlaceOrder another = wish(new PlaceOrder.Item("MUG-01", 3));

    assertThatThrownBy(() -> placingOrders.place(CALLER, key, another))
        .isInstanceOf(OrderRefused.KeyReused.class);
  }

  @Test
  void givesEveryCallerKeysOfItsOwn() {
    Placed mine = placingOrders.place("ada", key, twoMugs());
    Placed yours = placingOrders.place("bob", key, twoMugs());

    assertThat(yours.order().id()).isNotEqualTo(mine.order().id());
  }

  @Test
  void makesOneOrderOfManyEqualRequestsAtOnce() throws Exception {
    List<Callable<Placed>> requests =
        Stream.<Callable<Placed>>generate(() -> () -> placingOrders.place(CALLER, key, twoMugs()))
            .limit(8)
            .toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Placed> placed = threads.invokeAll(requests).stream().map(Future::resultNow).toList();

      assertThat(placed)
          .extracting(it -> it.order().id())
          .containsOnly(placed.getFirst().order().id());
      assertThat(placed).filteredOn(it -> !it.repeated()).hasSize(1);
    }
  }

  @Test
  void doesNotWaitLongForTheFirstRequestWithTheKey() {
    transaction.executeWithoutResult(_ -> {
      newOrders.insert(List.of(placement(key)));

      // On a thread that does not see what this transaction has inserted.
      assertThat(supplyAsync(() -> placingOrders.place(CALLER, key, twoMugs())))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(OrderRefused.StillPlacing.class);
    });
  }

  @Test
  void placesOthersWhileManyKeysAreBeingUsedByAnotherInstance() {
    List<String> keys = IntStream.range(0, 12).mapToObj(n -> key + n).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      transaction.executeWithoutResult(_ -> {
        newOrders.insert(keys.stream().map(this::placement).toList());

        List<Future<Placed>> repeated =
            keys.stream()
                .map(it -> threads.submit(() -> placingOrders.place(CALLER, it, twoMugs())))
                .toList();
        Future<Placed> fresh = threads.submit(() -> placingOrders.place(CALLER, key, twoMugs()));

        assertThat(fresh).succeedsWithin(Duration.ofSeconds(30));
        assertThat(repeated)
            .allSatisfy(it ->
                assertThat(it)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withCauseInstanceOf(OrderRefused.StillPlacing.class));
      });
    }
  }

  @Test
  void placesNoOrderLaterOfThoseThatItRefusedWhileTheTableWasLocked() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Placed>> requests =
          transaction.execute(_ -> {
            jdbc.execute("lock table orders in share mode");
            List<Future<Placed>> asked =
                IntStream.range(0, 10)
                    .mapToObj(
                        n -> threads.submit(() -> placingOrders.place(CALLER, key + n, twoMugs())))
                    .toList();
            await().until(() -> asked.stream().allMatch(Future::isDone));
            return asked;
          });

      assertThat(requests)
          .extracting(Future::exceptionNow)
          .allSatisfy(it -> assertThat(it).isInstanceOf(DataAccessException.class));
    }

    placeTwoMugs();
    assertThat(IntStream.range(0, 10))
        .allSatisfy(
            n -> assertThat(orders.findByCallerAndIdempotencyKey(CALLER, key + n)).isEmpty());
  }

  @Test
  void takesTheOthersOfAGroupOfWhichOneCannotBeKept() throws Exception {
    PlaceOrder unkeepable =
        new PlaceOrder(
            new Customer("\0", ADA.email()), twoMugs().items(), "pm_card_visa", null, null);
    List<Callable<Placed>> requests =
        IntStream.range(0, 40)
            .<Callable<Placed>>mapToObj(n ->
                () -> placingOrders.place(CALLER, key + n, n % 10 == 0 ? unkeepable : twoMugs()))
            .toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Placed>> placed = threads.invokeAll(requests);

      assertThat(placed).filteredOn(it -> it.state() == Future.State.SUCCESS).hasSize(36);
      assertThat(placed).filteredOn(it -> it.state() == Future.State.FAILED).hasSize(4);
    }
  }

  @Test
  void refusesWhatIsNotSold() {
    catalogue.put(new PutProduct("OLD-01", "Old mug", Money.of("1.00", "EUR"), false));

    assertRefused(wish(new PlaceOrder.Item("OLD-01", 1)), OrderRefused.NotSellable.class);
    assertRefused(wish(new PlaceOrder.Item("NEVER-HEARD-OF", 1)), OrderRefused.NotSellable.class);
  }

  @Test
  void refusesPricesInSeveralCurrencies() {
    catalogue.put(new PutProduct("YEN-01", "Fan", Money.of("900", "JPY"), true));

    assertRefused(
        wish(new PlaceOrder.Item("MUG-01", 1), new PlaceOrder.Item("YEN-01", 1)),
        OrderRefused.SeveralCurrencies.class);
  }

  @Test
  void refusesATotalBeyondAllMeasure() {
    catalogue.put(new PutProduct("GOLD-01", "Gold", Money.of("9999999999.99", "EUR"), true));

    assertRefused(
        wish(new PlaceOrder.Item("GOLD-01", 1_000_000)), OrderRefused.TotalTooLarge.class);
  }

  @Test
  void refusesAnotherTotalThanTheClientShowedAndSaysWhatItCostsNow() {
    PlaceOrder wish =
        new PlaceOrder(ADA, twoMugs().items(), "pm_card_visa", null, Money.of("25.00", "EUR"));

    assertThatThrownBy(() -> place(wish))
        .isInstanceOfSatisfying(
            OrderRefused.OtherTotal.class,
            refused -> assertThat(refused.total()).isEqualTo(Money.of("25.80", "EUR")));
  }

  @Test
  void neverWritesThePaymentTokenIntoTheHistory() {
    Order order = placeTwoMugs();

    assertThat(rowsOf(order).stream().skip(1).toList().toString()).doesNotContain("pm_card_visa");
  }

  private Placement placement(String withKey) {
    return new Placement(
        UUID.randomUUID(),
        CALLER,
        withKey,
        UUID.randomUUID(),
        ADA,
        List.of(OrderLine.of("MUG-01", "Mug", 2, Money.of("12.90", "EUR"))),
        Money.of("25.80", "EUR"),
        "pm_card_visa",
        null);
  }

  private void assertRefused(PlaceOrder wish, Class<? extends OrderRefused> refusal) {
    assertThatThrownBy(() -> placingOrders.place(CALLER, key, wish)).isInstanceOf(refusal);
    assertThat(orders.findByCallerAndIdempotencyKey(CALLER, key)).isEmpty();
  }
}
