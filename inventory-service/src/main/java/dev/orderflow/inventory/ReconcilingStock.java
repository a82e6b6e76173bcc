package dev.orderflow.inventory;

import dev.orderflow.http.reconciliation.Reconciling;
import dev.orderflow.http.reconciliation.Run;
import dev.orderflow.inventory.domain.Books;
import dev.orderflow.inventory.domain.Books.Pieces;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * Compares the stock of each SKU with all reservations of it. The reservations of older orders,
 * which change seldom or no more, are summed up in steps; those of younger ones by the statement
 * that reads the stock, so that both are of one moment. An old order that changes meanwhile makes a
 * difference that is gone, or another, at a further look.
 */
@Service
class ReconcilingStock implements Reconciling {

  private static final int STEP = 1000;

  /** Longer than orders take until they are settled, and than their customers may cancel them. */
  private static final Duration YOUNG = Duration.ofHours(1);

  /**
   * The most reservations that are read by the statement which reads the stock: some seconds. At
   * hundreds of orders a second those of an hour would outlast the time-out of the connection, and
   * no run would ever end.
   */
  private static final int MOST_YOUNG = 500_000;

  /**
   * A difference counts that is the same at all of these looks. Where many orders are taken, of the
   * old ones some are still cancelled, and two looks may agree by accident.
   */
  private static final int LOOKS = 4;

  private static final UUID START = new UUID(0, 0);

  private static final String NEXT =
      """
      select count(*), (array_agg(order_id order by order_id desc))[1]
      from (select order_id from reservation where order_id > ? and order_id <= ? order by order_id limit ?) step
      """;

  private static final String SUMS =
      """
      select line.sku as sku, coalesce(sum(line.quantity) filter (where state = 'RESERVED'), 0) as reserved,
             coalesce(sum(line.quantity) filter (where state = 'COMMITTED'), 0) as sold
      from reservation, jsonb_to_recordset(lines) as line (sku text, quantity bigint)
      where state in ('RESERVED', 'COMMITTED') and order_id > ? %s group by line.sku
      """;

  private static final String OLD = SUMS.formatted("and order_id <= ?");

  private static final String STOCK_AND_YOUNG =
      """
      select coalesce(stock.sku, young.sku) as sku, coalesce(stock.reserved, 0) as stock_reserved,
             coalesce(stock.committed - stock.returned, 0) as stock_sold,
             coalesce(young.reserved, 0) as reserved, coalesce(young.sold, 0) as sold
      from stock full join (%s) young on young.sku = stock.sku
      """
          .formatted(SUMS.formatted(""));

  private record Step(long rows, @Nullable UUID last) {}

  private final JdbcTemplate jdbc;

  ReconcilingStock(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void reconcile(Run run) {
    Map<String, Pieces> lasting = new HashMap<>(differences(run));
    for (int look = 2; look <= LOOKS && !lasting.isEmpty(); look++) {
      lasting.entrySet().retainAll(differences(run).entrySet());
    }
    lasting.forEach((sku, pieces) -> run.found("stock", sku, describe(pieces)));
  }

  private Map<String, Pieces> differences(Run run) {
    Books books = new Books();
    UUID young = beginningOfYoung();
    sumUpOld(young, books, run);
    jdbc.query(
        STOCK_AND_YOUNG,
        row -> {
          addStock(books, row);
          addReservations(books, row);
        },
        young);
    run.checked(0);
    return books.differences();
  }

  private void sumUpOld(UUID young, Books books, Run run) {
    UUID beyond = START;
    while (true) {
      Step step = jdbc.query(NEXT, ReconcilingStock::step, beyond, young, STEP).getFirst();
      UUID last = step.last();
      if (last == null) return;
      jdbc.query(
          OLD,
          row -> {
            addReservations(books, row);
          },
          beyond,
          last);
      run.checked(step.rows());
      beyond = last;
    }
  }

  private UUID beginningOfYoung() {
    UUID byTime = idOfOrdersSince(YOUNG);
    return jdbc
        .query(
            """
            select order_id from reservation where order_id > ?
            order by order_id desc offset ? limit 1
            """,
            (row, _) -> row.getObject(1, UUID.class),
            byTime,
            MOST_YOUNG)
        .stream()
        .findFirst()
        .orElse(byTime);
  }

  /** Order ids are UUIDv7: the first six bytes are the time in milliseconds. */
  private UUID idOfOrdersSince(Duration time) {
    OffsetDateTime now = jdbc.queryForObject("select now()", OffsetDateTime.class);
    long millis = Objects.requireNonNull(now).minus(time).toInstant().toEpochMilli();
    return new UUID(millis << 16, 0);
  }

  private static Step step(ResultSet row, int number) throws SQLException {
    return new Step(row.getLong(1), row.getObject(2, UUID.class));
  }

  private static void addStock(Books books, ResultSet row) throws SQLException {
    books.stock(
        row.getString("sku"), new Pieces(row.getLong("stock_reserved"), row.getLong("stock_sold")));
  }

  private static void addReservations(Books books, ResultSet row) throws SQLException {
    books.reservations(
        row.getString("sku"), new Pieces(row.getLong("reserved"), row.getLong("sold")));
  }

  private static String describe(Pieces difference) {
    return "its stock says %+d reserved and %+d sold, beside its reservations"
        .formatted(difference.reserved(), difference.sold());
  }
}
