package dev.orderflow.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.messaging.Retention;
import dev.orderflow.messaging.Retention.Removed;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

class RetentionIT extends RunningInventory {

  @Autowired private Retention restockingRetention;
  @Autowired private TransactionTemplate transaction;

  @Test
  void forgetsOldRestockingsInStepsAndLosesNoPiece() {
    String sku = inStock("RETAINED", 10);
    for (int i = 0; i < 5; i++) restocking.restock(sku, "old-" + i, 1);
    jdbc.update(
        "update restocking set counted_at = now() - interval '366 days' where sku = ?", sku);
    restocking.restock(sku, "young", 1);

    Removed first = step();
    Removed second = step();

    assertThat(first).isEqualTo(new Removed(3, true));
    assertThat(second).isEqualTo(new Removed(2, false));
    assertThat(jdbc.queryForList("select idempotency_key from restocking where sku = ?", sku))
        .singleElement()
        .hasToString("{idempotency_key=young}");
    assertThat(onHand(sku)).isEqualTo(16);
  }

  private Removed step() {
    return transaction.execute(
        _ -> restockingRetention.step().remove(restockingRetention.age(), 3));
  }
}
