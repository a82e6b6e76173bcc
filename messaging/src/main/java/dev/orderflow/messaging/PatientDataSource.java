package dev.orderflow.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections without the time-out of the socket, for migrations: an index on a large table takes
 * longer than any request may, and a start that gave up on it would begin anew for ever.
 */
final class PatientDataSource extends DelegatingDataSource {

  private static final int NO_TIMEOUT = 0;

  PatientDataSource(DataSource target) {
    super(target);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    // The pool gives the connection its own time-out back.
    connection.setNetworkTimeout(Runnable::run, NO_TIMEOUT);
    return connection;
  }
}
