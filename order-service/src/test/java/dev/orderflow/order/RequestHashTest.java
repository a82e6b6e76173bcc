package dev.orderflow.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.order.PlaceOrder.Item;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Orders keep the hash of their request for ever: with another one a client that repeats its
 * request after an upgrade would be told that its key belongs to another.
 */
class RequestHashTest {

  private static final Customer ADA = new Customer("Ada Lovelace", "ada@example.com");

  @Test
  void hashesTheSmallestOrderAsItAlwaysDid() {
    PlaceOrder smallest =
        new PlaceOrder(ADA, List.of(new Item("MUG-01", 2)), "pm_card_visa", null, null);

    assertThat(RequestHash.of(smallest)).hasToString("6c76e578-49e5-8cab-c0e8-9e96b392b2bd");
  }

  @Test
  void hashesTheFullestOrderAsItAlwaysDid() {
    PlaceOrder fullest =
        new PlaceOrder(
            ADA,
            List.of(new Item("MUG-01", 2), new Item("LAMP-01", 1)),
            "pm_card_visa",
            new Address("12 St James Sq", "2nd floor", "London", "SW1Y 4JH", "GB"),
            Money.of("75.80", "EUR"));

    assertThat(RequestHash.of(fullest)).hasToString("1d3a59ce-b0d1-f6ee-b35f-47f063155f01");
  }
}
