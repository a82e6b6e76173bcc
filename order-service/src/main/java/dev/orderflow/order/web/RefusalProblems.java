package dev.orderflow.order.web;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.http.problem.Violations;
import dev.orderflow.order.OrderRefused;
import dev.orderflow.order.PlaceOrder;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;

/** Why an order was not taken, in the words of HTTP. */
final class RefusalProblems {

  /** Placing an order takes milliseconds. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private RefusalProblems() {}

  static ProblemException of(OrderRefused refused, PlaceOrder command) {
    return switch (refused) {
      case OrderRefused.NotSellable e -> notSellable(e.skus(), command);
      case OrderRefused.SeveralCurrencies _ ->
          invalid("/lines", "are sold in several currencies, an order has one");
      case OrderRefused.TotalTooLarge _ -> invalid("/lines", "cost more than can be paid at once");
      case OrderRefused.OtherTotal e ->
          new ProblemException(ProblemType.PRICE_CHANGED, "The order costs " + e.total() + " now.")
              .with("total", e.total());
      case OrderRefused.KeyReused _ ->
          new ProblemException(
              ProblemType.IDEMPOTENCY_KEY_REUSED,
              "Another request was sent with this key. Send a new request with a new key.");
      case OrderRefused.StillPlacing _ ->
          new ProblemException(
                  ProblemType.REQUEST_IN_PROGRESS,
                  "The first request with this key is still being worked on.")
              .retryAfter(RETRY);
    };
  }

  private static ProblemException notSellable(Set<String> skus, PlaceOrder command) {
    Violations violations = new Violations();
    IntStream.range(0, command.items().size())
        .filter(i -> skus.contains(command.items().get(i).sku()))
        .forEach(i -> violations.add("/lines/" + i + "/sku", "is not sold here"));
    return ProblemException.invalid(violations.errors());
  }

  private static ProblemException invalid(String pointer, String detail) {
    Violations violations = new Violations();
    violations.add(pointer, detail);
    return ProblemException.invalid(violations.errors());
  }
}
