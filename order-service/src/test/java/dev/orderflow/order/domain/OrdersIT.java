package dev.orderflow.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.order.RunningOrders;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class OrdersIT extends RunningOrders {

  @Autowired JdbcClient client;

  @Test
  void looksForPendingOrdersAmongTheUnansweredHoweverManyTheCallerHas() {
    Order pending = placeTwoMugs();

    String plan =
        transaction.execute(transaction -> {
          transaction.setRollbackOnly();
          repeatAnswered(pending, 20_000);
          jdbc.execute("analyze orders");
          return planOfLatestPending();
        });

    // Which of the two indexes of unanswered orders depends on how many there are.
    assertThat(plan).contains("orders_unanswered").doesNotContain("orders_of_caller", "Seq Scan");
  }

  private void repeatAnswered(Order order, int times) {
    client
        .sql(
            """
            insert into orders (id, caller, idempotency_key, request_hash, customer_name, customer_email,
              lines, total, currency, status, stock, payment, confirmation_mail,
              created_at, updated_at, stated_at, confirmed_at, deadline_at)
            select gen_random_uuid(), caller, gen_random_uuid(), request_hash, customer_name, customer_email,
              lines, total, currency, 'CONFIRMED', 'COMMITTED', 'CAPTURED', 'SENT',
              created_at, updated_at, stated_at, stated_at, deadline_at
            from orders, generate_series(1, :times) where id = :id
            """)
        .param("times", times)
        .param("id", order.id())
        .update();
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
