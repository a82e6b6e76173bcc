package dev.orderflow.inventory.domain;

import static java.util.stream.Collectors.toMap;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The reservations and the stock that some order events touch, in memory: here it is decided who
 * gets what, one event after the other. Whoever fills it holds the locks and stores the outcome.
 * Every verb throws {@link Refusal} before it changes anything, or changes everything.
 */
public final class Inventory {

  private final Map<UUID, Reservation> reservations;
  private final Map<String, Stock> stock;
  private final Map<UUID, Reservation> opened = new LinkedHashMap<>();
  private final Set<Reservation> changed = new LinkedHashSet<>();
  private final Set<Stock> moved = new LinkedHashSet<>();
  private final Clock clock;

  /**
   * @param reservations those that exist of the orders that will be asked for
   * @param stock that of the SKUs that exist among those that will be asked for
   * @param clock stamps the answers and decides nothing
   */
  public Inventory(Collection<Reservation> reservations, Collection<Stock> stock, Clock clock) {
    this.reservations =
        reservations.stream().collect(toMap(Reservation::orderId, Function.identity()));
    this.stock = stock.stream().collect(toMap(Stock::sku, Function.identity()));
    this.clock = clock;
  }

  /** All of the order or nothing of it. */
  public Answer reserve(OrderCreated created, EventEnvelope<?> cause) {
    Reservation known = recorded(created);
    if (known != null) return repeated(known);

    List<StockLine> demand = Demand.of(created);
    List<Shortage> shortages = shortages(demand);
    if (!shortages.isEmpty()) {
      return opened(Reservation.rejected(demand, shortages, cause, now()));
    }
    move(demand, Stock::reserve);
    return opened(Reservation.reserved(demand, cause, now()));
  }

  /** The reserved pieces leave the stock. */
  public Answer commit(OrderConfirmed confirmed, EventEnvelope<?> cause) {
    Reservation reservation = recorded(confirmed);
    if (reservation == null) throw Refusal.unknownOrder("confirmed but never created");
    if (isCommitted(reservation, cause)) return repeated(reservation);

    reservation.commit(cause, now());
    move(reservation.lines(), Stock::commit);
    return changed(reservation);
  }

  /** Gives back what the order holds, be it everything or nothing. */
  public Answer release(OrderCancelled cancelled, EventEnvelope<?> cause) {
    Reservation reservation = recorded(cancelled);
    if (reservation == null) {
      return opened(Reservation.tombstone(Demand.of(cancelled), cause, now()));
    }
    switch (reservation.state()) {
      case RESERVED -> move(reservation.lines(), Stock::release);
      case COMMITTED -> move(reservation.lines(), Stock::takeBack);
      case REJECTED -> {} // Nothing was held.
      case RELEASED -> {
        return repeated(reservation);
      }
    }
    reservation.release(cause, now());
    return changed(reservation);
  }

  /** The reservations that did not exist before. */
  public Collection<Reservation> opened() {
    return opened.values();
  }

  /** Those that did, and are in another state now. */
  public Collection<Reservation> changed() {
    return changed;
  }

  /** The stock of which pieces were reserved, released, committed or taken back. */
  public Collection<Stock> moved() {
    return moved;
  }

  private @Nullable Reservation recorded(OrderEvent event) {
    Reservation reservation = reservations.get(event.orderId());
    if (reservation != null && !reservation.lines().equals(Demand.of(event))) {
      throw Refusal.contradiction("recorded with other lines");
    }
    return reservation;
  }

  // A confirmation that was overtaken by the cancellation after it has nothing left to commit.
  private static boolean isCommitted(Reservation reservation, EventEnvelope<?> cause) {
    return switch (reservation.state()) {
      case RESERVED, REJECTED -> false;
      case COMMITTED -> true;
      case RELEASED -> reservation.isPast(cause);
    };
  }

  private List<Shortage> shortages(List<StockLine> demand) {
    return demand.stream()
        .filter(line -> line.quantity() > available(line.sku()))
        .map(line -> new Shortage(line.sku(), line.quantity(), available(line.sku())))
        .toList();
  }

  private long available(String sku) {
    Stock known = stock.get(sku);
    return known == null ? 0 : known.available();
  }

  private void move(List<StockLine> lines, ObjLongConsumer<Stock> verb) {
    for (StockLine line : lines) {
      Stock stock = stockOf(line.sku());
      verb.accept(stock, line.quantity());
      moved.add(stock);
    }
  }

  private Stock stockOf(String sku) {
    Stock known = stock.get(sku);
    if (known == null) throw new IllegalStateException("not in this inventory: " + sku);
    return known;
  }

  private Answer opened(Reservation reservation) {
    reservations.put(reservation.orderId(), reservation);
    opened.put(reservation.orderId(), reservation);
    return answered(reservation);
  }

  private Answer changed(Reservation reservation) {
    if (!opened.containsKey(reservation.orderId())) changed.add(reservation);
    return answered(reservation);
  }

  private static Answer answered(Reservation reservation) {
    return new Answer(reservation.answer(), false);
  }

  private static Answer repeated(Reservation reservation) {
    return new Answer(reservation.answer(), true);
  }

  private Instant now() {
    return clock.instant();
  }
}
