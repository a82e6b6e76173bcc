package dev.orderflow.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.inventory.PlacedOrder;
import dev.orderflow.inventory.RunningInventory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReconciliationIT extends RunningInventory {

  @Test
  void findsStockThatIsReservedForNobody() {
    String mugs = inStock("BOOKS-MUG", 10);
    var order = PlacedOrder.of(mugs, 2);
    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);

    assertThat(findingsAbout(mugs)).isEmpty();
    jdbc.update("update stock set reserved = reserved + 1 where sku = ?", mugs);
    List<String> found = findingsAbout(mugs);
    jdbc.update("update stock set reserved = reserved - 1 where sku = ?", mugs);

    assertThat(found)
        .containsExactly("stock: its stock says +1 reserved and +0 sold, beside its reservations");
    assertThat(findingsAbout(mugs)).isEmpty();
  }

  @Test
  void sumsUpOldAndYoungOrders() {
    String lamps = inStock("BOOKS-LAMP", 10);
    var old = new PlacedOrder(new UUID(0x0190_0000_0000_7000L, -1), List.of()).with(lamps, 3);
    var young = PlacedOrder.of(lamps, 2);
    topics.tell(old.created());
    topics.tell(old.confirmed());
    topics.awaitAnswer(old.id(), 2);
    topics.tell(young.created());
    topics.awaitAnswer(young.id(), 1);

    assertThat(findingsAbout(lamps)).isEmpty();
    jdbc.update("delete from reservation where order_id = ?", old.id());

    assertThat(findingsAbout(lamps))
        .containsExactly("stock: its stock says +0 reserved and +3 sold, beside its reservations");
    jdbc.update("update stock set committed = 0, on_hand = on_hand + 3 where sku = ?", lamps);
  }

  @Test
  void findsNothingWrongWithStockThatChangesMeanwhile() throws Exception {
    String mugs = inStock("BOOKS-RUSH", 100_000);
    AtomicBoolean enough = new AtomicBoolean();
    Thread customers =
        Thread.ofVirtual()
            .start(() -> {
              while (!enough.get()) {
                var orders = IntStream.range(0, 50).mapToObj(_ -> PlacedOrder.of(mugs, 1)).toList();
                topics.tell(orders.stream().map(PlacedOrder::created).toList());
                topics.tell(orders.stream().map(PlacedOrder::confirmed).toList());
              }
            });

    for (int n = 0; n < 5; n++) assertThat(findingsAbout(mugs)).isEmpty();
    enough.set(true);
    customers.join();

    topics.awaitAllHeard();
    assertThat(findingsAbout(mugs)).isEmpty();
  }

  private List<String> findingsAbout(Object subject) {
    awaitEnd();
    http.post().uri("/reconciliation").exchange().expectStatus().isAccepted();
    awaitEnd();
    return latest()
        .get("findings")
        .valueStream()
        .filter(finding -> finding.get("subject").asString().equals(subject.toString()))
        .map(finding -> finding.get("check").asString() + ": " + finding.get("what").asString())
        .toList();
  }

  private void awaitEnd() {
    await().atMost(Duration.ofSeconds(60)).until(() -> !latest().get("running").asBoolean());
  }

  private JsonNode latest() {
    String body =
        http.get()
            .uri("/reconciliation")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();
    return JsonMapper.shared().readTree(body);
  }
}
