package dev.orderflow.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * How objects become rows of one statement: each column of all of them travels as an array, and
 * {@code unnest} makes rows of the arrays again. Hundreds of rows cost the database a fraction of
 * hundreds of statements, and the statement is the same for any number of them.
 */
public final class Rows<T> {

  /** More rows gain nothing; and of 500 with a hundred lines each, the arrays hold 6 MB. */
  private static final int MOST_ROWS = 500;

  private record Column<T>(String name, String type, Function<T, @Nullable Object> value) {

    Change.Values of(Collection<T> objects) {
      List<@Nullable Object> values = new ArrayList<>(objects.size());
      for (T object : objects) values.add(value.apply(object));
      return new Change.Values(type, values);
    }
  }

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
    return write("insert into %s (%s) select * from %s".formatted(table, names(), source()));
  }

  /** Sets these columns in those rows of a table that have the keys, whose locks are held. */
  public Write<T> updateOf(String table, Rows<T> key) {
    Rows<T> all = key.with(this);
    String assignments = joined(column -> column.name + " = row." + column.name);
    String sameKey =
        key.columns.stream()
            .map(column -> "stored.%1$s = row.%1$s".formatted(column.name))
            .collect(Collectors.joining(" and "));
    return all.write(
        "update %s stored set %s from %s where %s"
            .formatted(table, assignments, all.source(), sameKey));
  }

  /** A statement that returns nothing and whose only parameters are those of {@link #source}. */
  public Write<T> write(String sql) {
    return new Write<>(this, sql);
  }

  /** A statement that writes rows, and what of an object becomes a row of it. */
  public static final class Write<T> {

    private final Rows<T> rows;
    private final String sql;

    private Write(Rows<T> rows, String sql) {
      this.rows = rows;
      this.sql = sql;
    }

    /**
     * The writing of these objects, which is yet to be done: by several statements, in the order of
     * the objects, if these are too many for one, and by none if there are no objects.
     */
    public Change of(Collection<T> objects) {
      List<T> all = List.copyOf(objects);
      List<Change.Statement> statements = new ArrayList<>();
      for (int from = 0; from < all.size(); from += MOST_ROWS) {
        List<T> some = all.subList(from, Math.min(all.size(), from + MOST_ROWS));
        statements.add(new Change.Statement(sql, rows.arrays(some)));
      }
      return new Change(statements);
    }
  }

  /**
   * Runs a statement that returns rows and whose only parameters are those of {@link #source};
   * once, however many objects, and not without any.
   */
  public <R> List<R> query(
      JdbcTemplate jdbc, String sql, Collection<T> objects, RowMapper<R> mapper) {
    if (objects.isEmpty()) return List.of();
    return jdbc.query(new Change.Statement(sql, arrays(objects)), mapper);
  }

  private List<Change.Values> arrays(Collection<T> objects) {
    return columns.stream().map(column -> column.of(objects)).toList();
  }

  private String joined(Function<Column<T>, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }
}
