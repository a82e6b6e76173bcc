package dev.orderflow.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;

/** Rows that are yet to be written: made by {@link Rows.Write#of}, and nothing until they are. */
public final class Change {

  private final List<Statement> statements;

  Change(List<Statement> statements) {
    this.statements = statements;
  }

  /**
   * Writes them in their order, all with one round trip: PostgreSQL gets the statements at once,
   * and runs none after one that fails. Each round trip would cost two switches between processes,
   * and on processors that are busy two waits for a turn, while the transaction holds its locks.
   */
  public static void run(JdbcTemplate jdbc, List<Change> changes) {
    List<Statement> statements =
        changes.stream().flatMap(change -> change.statements.stream()).toList();
    if (!statements.isEmpty()) jdbc.update(together(statements));
  }

  private static Statement together(List<Statement> statements) {
    if (statements.size() == 1) return statements.getFirst();
    return new Statement(
        statements.stream().map(Statement::sql).collect(joining(";\n")),
        statements.stream().flatMap(statement -> statement.arrays.stream()).toList());
  }

  /** The values of a column, one for each row. */
  record Values(String type, List<@Nullable Object> values) {}

  record Statement(String sql, List<Values> arrays) implements PreparedStatementCreator {

    @Override
    public PreparedStatement createPreparedStatement(Connection connection) throws SQLException {
      PreparedStatement statement = connection.prepareStatement(sql);
      for (int i = 0; i < arrays.size(); i++) {
        Values column = arrays.get(i);
        statement.setArray(i + 1, BinaryArray.of(connection, column.type, column.values));
      }
      return statement;
    }
  }
}
