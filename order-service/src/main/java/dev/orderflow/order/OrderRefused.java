package dev.orderflow.order;

import dev.orderflow.events.value.Money;
import java.util.Set;

/** Why an order was not taken; nothing was kept of it. */
public abstract sealed class OrderRefused extends RuntimeException {

  private OrderRefused(String message) {
    super(message, null, false, false);
  }

  /** The catalogue does not have them, or does not sell them any more. */
  public static final class NotSellable extends OrderRefused {
    private final Set<String> skus;

    NotSellable(Set<String> skus) {
      super("not sellable");
      this.skus = skus;
    }

    /** All that are not sold, however many lines name them. */
    public Set<String> skus() {
      return skus;
    }
  }

  /** The lines have prices in several currencies. */
  public static final class SeveralCurrencies extends OrderRefused {
    SeveralCurrencies() {
      super("several currencies");
    }
  }

  /** A line or the sum is beyond any amount that is paid at once. */
  public static final class TotalTooLarge extends OrderRefused {
    TotalTooLarge() {
      super("total too large");
    }
  }

  /** The client showed another total. */
  public static final class OtherTotal extends OrderRefused {
    private final Money total;

    OtherTotal(Money total) {
      super("other total");
      this.total = total;
    }

    /** What it costs now. */
    public Money total() {
      return total;
    }
  }

  /** The idempotency key was used for another request. */
  public static final class KeyReused extends OrderRefused {
    KeyReused() {
      super("key reused");
    }
  }

  /** The first request with this key is still being worked on: to be tried again. */
  public static final class StillPlacing extends OrderRefused {
    StillPlacing() {
      super("still placing");
    }
  }
}
