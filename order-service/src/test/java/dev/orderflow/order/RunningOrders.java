package dev.orderflow.order;

import static org.awaitility.Awaitility.await;

import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.localstack.testing.TestServers;
import dev.orderflow.messaging.Tracing;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import dev.orderflow.order.domain.Orders;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The service on real servers, one for all tests. The other services are played by the test, and
 * overdue and unanswered orders are looked for when a test says so.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "orderflow.order.sweep-interval=1h",
      "orderflow.order.feed-interval=50ms",
      "logging.structured.format.console=",
      "logging.level.root=warn"
    })
@Import(MovableClock.class)
public abstract class RunningOrders {

  protected static final String CALLER = "anonymous";
  protected static final Customer ADA = new Customer("Ada Lovelace", "ada@example.com");
  protected static final OtherServices others = new OtherServices();

  @Autowired protected PlacingOrders placingOrders;
  @Autowired protected Catalogue catalogue;
  @Autowired protected Orders orders;
  @Autowired protected OrderHistory history;
  @Autowired protected JdbcTemplate jdbc;
  @Autowired protected TransactionTemplate transaction;
  @Autowired protected Tracing tracing;
  @Autowired protected MovableClock clock;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.springProperties("orders")
        .forEach((name, value) -> registry.add(name, () -> value));
  }

  @BeforeEach
  void sellMugsAndLamps() {
    catalogue.put(new PutProduct("MUG-01", "Mug", Money.of("12.90", "EUR"), true));
    catalogue.put(new PutProduct("LAMP-01", "Lamp", Money.of("50.00", "EUR"), true));
  }

  protected static PlaceOrder twoMugs() {
    return wish(new PlaceOrder.Item("MUG-01", 2));
  }

  protected static PlaceOrder wish(PlaceOrder.Item... items) {
    return new PlaceOrder(ADA, List.of(items), "pm_card_visa", null, null);
  }

  protected Order placeTwoMugs() {
    return place(twoMugs());
  }

  protected Order place(PlaceOrder wish) {
    return placingOrders.place(CALLER, UUID.randomUUID().toString(), wish).order();
  }

  /** What the other services say about an order of two mugs that all goes well with. */
  protected Order confirmed(Order order) {
    Answers answers = new Answers(order);
    others.tell(answers.reserved(), answers.succeeded());
    return awaitStatus(order, OrderStatus.CONFIRMED);
  }

  protected Order awaitStatus(Order order, OrderStatus status) {
    return awaitOrder(order, now -> now.status() == status);
  }

  protected Order awaitOrder(Order order, Predicate<Order> condition) {
    return await().until(() -> current(order), condition);
  }

  protected Order current(Order order) {
    return orders.findById(order.id()).orElseThrow();
  }

  protected List<String> storyOf(Order order) {
    return history.of(order.id()).stream().map(OrderHistory.Told::name).toList();
  }

  /** All that is stored about an order. */
  protected List<Map<String, Object>> rowsOf(Order order) {
    return jdbc.queryForList(
        """
        select to_jsonb(orders)::text as row from orders where id = ?
        union all
        (select to_jsonb(order_event)::text from order_event where order_id = ? order by version)\
        """,
        order.id(),
        order.id());
  }

  protected List<String> parkReasonsOf(UUID orderId) {
    return jdbc.queryForList(
        "select reason from parked_event where order_id = ? order by id", String.class, orderId);
  }
}
