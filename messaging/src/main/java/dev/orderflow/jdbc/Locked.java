package dev.orderflow.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.RowMapperResultSetExtractor;

/**
 * Rows whose locks are held until the transaction ends.
 *
 * @param at by the database's clock, the only one that instances share: after the last lock, which
 *     may have been waited for; known also if there are no rows
 */
public record Locked<T>(List<T> rows, Instant at) {

  /** Runs a locking query and asks for the time, with one round trip. */
  public static <T> Locked<T> read(
      JdbcTemplate jdbc, String sql, RowMapper<T> mapper, Object... parameters) {
    Locked<T> locked =
        jdbc.execute(
            sql + ";\nselect clock_timestamp()",
            (PreparedStatement statement) -> {
              new ArgumentPreparedStatementSetter(parameters).setValues(statement);
              statement.execute();
              List<T> rows = rows(statement.getResultSet(), mapper);
              statement.getMoreResults();
              return new Locked<>(rows, time(statement.getResultSet()));
            });
    return requireNonNull(locked);
  }

  private static <T> List<T> rows(ResultSet found, RowMapper<T> mapper) throws SQLException {
    return new RowMapperResultSetExtractor<>(mapper).extractData(found);
  }

  private static Instant time(ResultSet single) throws SQLException {
    single.next();
    return single.getObject(1, OffsetDateTime.class).toInstant();
  }
}
