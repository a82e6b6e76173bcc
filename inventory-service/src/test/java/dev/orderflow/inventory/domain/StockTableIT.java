package dev.orderflow.inventory.domain;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orderflow.inventory.RunningInventory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;

/** Invariant S1 holds even against whoever writes SQL by hand. */
class StockTableIT extends RunningInventory {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reserved = 4",
        "reserved = -1",
        "on_hand = 2",
        "on_hand = -1, committed = 4",
        "restocked = 4",
        "committed = 1",
        "returned = 1",
        "on_hand = 4, returned = 1",
        "sku = 'no sku'"
      })
  void refusesWhatBreaksTheBooks(String change) {
    restocking.takeUp("TABLE-MUG", 3);

    assertThatExceptionOfType(DataIntegrityViolationException.class)
        .isThrownBy(() -> jdbc.update("update stock set " + change + " where sku = 'TABLE-MUG'"));
  }
}
