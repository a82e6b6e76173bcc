package dev.orderflow.systemtests.benchmark;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table whose rows are copied as they are, each value as its text. */
final class Table {

  /** The values of a row by column. */
  static final class Row {

    private final Map<String, @Nullable String> values;

    Row(Map<String, @Nullable String> values) {
      this.values = values;
    }

    @Nullable String get(String column) {
      return values.get(column);
    }

    /** A value that is there. */
    String text(String column) {
      return requireNonNull(values.get(column), column);
    }

    /** The same row with some other values, given as column, value, column, value … */
    Row with(@Nullable String... changes) {
      Map<String, @Nullable String> changed = new LinkedHashMap<>(values);
      for (int n = 0; n < changes.length; n += 2) {
        changed.put(String.valueOf(changes[n]), changes[n + 1]);
      }
      return new Row(changed);
    }
  }

  private final Connection connection;
  private final String name;
  private final Map<String, String> types = new LinkedHashMap<>();

  Table(Connection connection, String name) throws SQLException {
    this.connection = connection;
    this.name = name;
    try (Statement statement = connection.createStatement();
        ResultSet columns =
            statement.executeQuery(
                """
                select attname, typname from pg_attribute join pg_type on pg_type.oid = atttypid
                where attrelid = '%s'::regclass and attnum > 0 and not attisdropped and attidentity = ''
                order by attnum\
                """
                    .formatted(name))) {
      while (columns.next()) types.put(columns.getString(1), columns.getString(2));
    }
  }

  List<Row> read(String condition) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet all = statement.executeQuery("select * from " + name + " where " + condition)) {
      List<Row> rows = new ArrayList<>();
      while (all.next()) rows.add(row(all));
      return rows;
    }
  }

  private Row row(ResultSet from) throws SQLException {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    for (String column : types.keySet()) values.put(column, from.getString(column));
    return new Row(values);
  }

  /** One row by a statement of its own. */
  void insert(Row row) throws SQLException {
    String sql =
        "insert into %s (%s) values (%s) on conflict do nothing"
            .formatted(name, names(), types.keySet().stream().map(_ -> "?").collect(joining(", ")));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int at = 1;
      for (String column : types.keySet()) statement.setObject(at++, row.get(column), Types.OTHER);
      statement.executeUpdate();
    }
  }

  /** All rows by one statement. */
  void insertAll(List<Row> rows) throws SQLException {
    run("insert into %s (%s) select * from %s".formatted(name, names(), arrays()), rows);
  }

  /**
   * All rows by one statement, which writes every column again as the services do. The first column
   * names the row.
   */
  void updateAll(List<Row> rows) throws SQLException {
    String key = types.keySet().iterator().next();
    String changes =
        types.keySet().stream()
            .filter(column -> !column.equals(key))
            .map(column -> column + " = changed." + column)
            .collect(joining(", "));
    run(
        "update %1$s t set %2$s from %3$s where t.%4$s = changed.%4$s"
            .formatted(name, changes, arrays(), key),
        rows);
  }

  /** Reads rows and keeps them locked. */
  void lock(String key, List<String> keys) throws SQLException {
    String sql =
        "select * from %1$s where %2$s = any(?::%3$s[]) order by %2$s for no key update"
            .formatted(name, key, types.get(key));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
      statement.executeQuery().close();
    }
  }

  private void run(String sql, List<Row> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int at = 1;
      for (Map.Entry<String, String> column : types.entrySet()) {
        Object[] values = rows.stream().map(row -> row.get(column.getKey())).toArray();
        statement.setArray(at++, connection.createArrayOf(column.getValue(), values));
      }
      statement.executeUpdate();
    }
  }

  private String names() {
    return String.join(", ", types.keySet());
  }

  private String arrays() {
    return "unnest(%s) as changed (%s)"
        .formatted(
            types.values().stream().map(type -> "?::" + type + "[]").collect(joining(", ")),
            names());
  }
}
