package dev.orderflow.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.order.Answers;
import dev.orderflow.order.PlaceOrder;
import dev.orderflow.order.RunningOrders;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class OrdersIT extends RunningOrders {

  @Autowired JdbcClient client;
  @Autowired OrderRows rows;

  @Test
  void readsOfALockedOrderAllThatJpaReads() {
    Address home = new Address("12 St James Sq", null, "London", "SW1Y 4JH", "GB");
    PlaceOrder wish = twoMugs();
    Order pending =
        place(new PlaceOrder(wish.customer(), wish.items(), wish.paymentToken(), home, null));
    Order confirmed = confirmed(placeTwoMugs());
    Order rejected = placeTwoMugs();
    others.tell(new Answers(rejected).rejected());
    awaitStatus(rejected, OrderStatus.CANCELLED);

    List<UUID> ids = Stream.of(pending, confirmed, rejected).map(Order::id).toList();
    List<Order> locked = rows.lock(ids).rows();

    assertThat(locked)
        .usingRecursiveComparison()
        .isEqualTo(ids.stream().sorted().map(id -> orders.findById(id).orElseThrow()).toList());
  }

  @Test
  void passesOverWhatANewerVersionSaysOfALine() {
    Order order = placeTwoMugs();
    jdbc.update(
        "update orders set lines = jsonb_set(lines, '{0,colour}', '\"blue\"') where id = ?",
        order.id());

    List<OrderLine> shown = orders.findById(order.id()).orElseThrow().lines();
    List<OrderLine> locked = rows.lock(List.of(order.id())).rows().getFirst().lines();

    assertThat(shown).isEqualTo(order.lines());
    assertThat(locked).isEqualTo(order.lines());
  }

  @Test
  void looksForPendingOrdersAmongTheUnansweredHoweverManyTheCallerHas() {
    Order pending = placeTwoMugs();

    String plan =
        transaction.execute(transaction -> {
          transaction.setRollbackOnly();
          repeatConfirmed(pending, 20_000, null);
          jdbc.execute("analyze orders");
          return planOfLatestPending();
        });

    // Which of the indexes of unanswered and of pending orders depends on how many there are.
    assertThat(plan)
        .containsAnyOf("orders_unanswered", "orders_pending")
        .doesNotContain("orders_of_caller", "Seq Scan");
  }

  @Test
  void findsOverdueOrdersHoweverManyOthersWaitForAnswers() {
    Order order = placeTwoMugs();

    String plan =
        transaction.execute(transaction -> {
          transaction.setRollbackOnly();
          jdbc.update(
              "update orders set deadline_at = now(), redrive_at = now() where id = ?", order.id());
          repeatConfirmed(order, 20_000, "1 hour");
          jdbc.execute("analyze orders");
          return planOf(OrderRows.LOCK_OVERDUE, 0, 100);
        });

    assertThat(plan).contains("actual").doesNotContain("Rows Removed by Filter", "Seq Scan");
  }

  @Test
  void findsUnansweredPendingOrdersHoweverManyOthersAreDue() {
    Order order = placeTwoMugs();

    String plan =
        transaction.execute(transaction -> {
          transaction.setRollbackOnly();
          jdbc.update("update orders set redrive_at = now() where id = ?", order.id());
          repeatConfirmed(order, 20_000, "1 hour");
          jdbc.execute("analyze orders");
          return planOf(OrderRows.LOCK_PENDING_UNANSWERED, 100);
        });

    assertThat(plan).contains("orders_pending").doesNotContain("orders_unanswered", "Seq Scan");
  }

  /**
   * @param due how long ago they should have been answered; null if they were
   */
  private void repeatConfirmed(Order order, int times, @Nullable String due) {
    client
        .sql(
            """
            insert into orders (id, caller, idempotency_key, request_hash, customer_name, customer_email,
              lines, total, currency, status, stock, payment, confirmation_mail,
              created_at, updated_at, stated_at, confirmed_at, deadline_at, redrive_at)
            select gen_random_uuid(), caller, gen_random_uuid(), request_hash, customer_name, customer_email,
              lines, total, currency, 'CONFIRMED', 'COMMITTED', 'CAPTURED', 'SENT',
              created_at, updated_at, stated_at, stated_at, deadline_at, now() - :due::interval
            from orders, generate_series(1, :times) where id = :id
            """)
        .param("times", times)
        .param("id", order.id())
        .param("due", due)
        .update();
  }

  private String planOf(String lock, Object... parameters) {
    return String.join(
        "\n",
        client
            .sql("explain (analyze, costs off) " + lock)
            .params(parameters)
            .query(String.class)
            .list());
  }

  private String planOfLatestPending() {
    return String.join(
        "\n",
        client
            .sql("explain " + Orders.LATEST_PENDING)
            .param("caller", CALLER)
            .param("before", new UUID(-1, -1))
            .param("limit", 21)
            .query(String.class)
            .list());
  }
}
