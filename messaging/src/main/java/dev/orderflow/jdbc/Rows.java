package dev.orderflow.jdbc;

import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.RowMapper;

/**
 * How objects become rows of one statement: each column of all of them travels as an array, and
 * {@code unnest} makes rows of the arrays again. Hundreds of rows cost the database a fraction of
 * hundreds of statements, and the statement is the same for any number of them.
 */
public final class Rows<T> {

  /** More rows gain nothing; and of 500 with a hundred lines each, the arrays hold 6 MB. */
  private static final int MOST_ROWS = 500;

  private record Column<T>(String name, String type, Function<T, @Nullable Object> value) {}

  private final List<Column<T>> columns;

  private Rows(List<Column<T>> columns) {
    this.columns = columns;
  }

  public static <T> Rows<T> none() {
    return new Rows<>(List.of());
  }

  /**
   * These with one more column.
   *
   * @param type a {@linkplain BinaryArray#known known} one
   */
  public Rows<T> with(String name, String type, Function<T, @Nullable Object> value) {
    List<Column<T>> more = new ArrayList<>(columns);
    more.add(new Column<>(name, BinaryArray.known(type), value));
    return new Rows<>(List.copyOf(more));
  }

  public Rows<T> with(Rows<T> others) {
    List<Column<T>> more = new ArrayList<>(columns);
    more.addAll(others.columns);
    return new Rows<>(List.copyOf(more));
  }

  /** {@code a, b}, the names of the columns. */
  public String names() {
    return joined(Column::name);
  }

  /** The rows, to select from: {@code unnest(…) as row (a, b)}. */
  public String source() {
    return "unnest(%s) as row (%s)"
        .formatted(joined(column -> "?::" + column.type + "[]"), names());
  }

  /** Inserts them into a table; fails if one of them exists. */
  public Write<T> insertInto(String table) {
    return new Write<>(
        this, "insert into %s (%s) select * from %s".formatted(table, names(), source()));
  }

  /** Sets these columns in those rows of a table that have the keys, whose locks are held. */
  public Write<T> updateOf(String table, Rows<T> key) {
    Rows<T> all = key.with(this);
    String assignments = joined(column -> column.name + " = row." + column.name);
    String sameKey =
        key.columns.stream()
            .map(column -> "stored.%1$s = row.%1$s".formatted(column.name))
            .collect(Collectors.joining(" and "));
    return new Write<>(
        all,
        "update %s stored set %s from %s where %s"
            .formatted(table, assignments, all.source(), sameKey));
  }

  /** A statement that writes rows, and what of an object becomes a row of it. */
  public static final class Write<T> {

    private final Rows<T> rows;
    private final String sql;

    private Write(Rows<T> rows, String sql) {
      this.rows = rows;
      this.sql = sql;
    }

    /** With no objects it is not sent at all. */
    public void run(JdbcTemplate jdbc, Collection<T> objects) {
      rows.update(jdbc, sql, objects);
    }
  }

  /**
   * Runs a statement whose only parameters are those of {@link #source}; several times, in the
   * order of the objects, if these are too many for one.
   */
  public void update(JdbcTemplate jdbc, String sql, Collection<T> objects) {
    List<T> all = List.copyOf(objects);
    for (int from = 0; from < all.size(); from += MOST_ROWS) {
      List<T> some = all.subList(from, Math.min(all.size(), from + MOST_ROWS));
      jdbc.update(statement(sql, some));
    }
  }

  /** As {@link #update}, for a statement that returns rows; once, however many objects. */
  public <R> List<R> query(
      JdbcTemplate jdbc, String sql, Collection<T> objects, RowMapper<R> mapper) {
    return objects.isEmpty() ? List.of() : jdbc.query(statement(sql, objects), mapper);
  }

  private PreparedStatementCreator statement(String sql, Collection<T> objects) {
    return connection -> {
      PreparedStatement statement = connection.prepareStatement(sql);
      for (int i = 0; i < columns.size(); i++) {
        Column<T> column = columns.get(i);
        List<@Nullable Object> values = new ArrayList<>(objects.size());
        for (T object : objects) values.add(column.value.apply(object));
        statement.setArray(i + 1, BinaryArray.of(connection, column.type, values));
      }
      return statement;
    };
  }

  private String joined(Function<Column<T>, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }
}
