package dev.orderflow.localstack.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

  @TempDir Path folder;
  PostgresServer server;

  @BeforeEach
  void startServer() {
    server = new PostgresServer(folder, FreePorts.next()).start();
    server.createDatabase("orders", "orders");
    server.createDatabase("payments", "payments");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void keepsDataAndPortOverARestart() throws SQLException {
    execute("create table kept (id int); insert into kept values (1)");

    server.stop();
    server.start();

    assertThat(query("select count(*) from kept")).isEqualTo("1");
  }

  @Test
  void recoversWhatWasCommittedBeforeItWasKilled() throws SQLException {
    execute("create table kept (id int); insert into kept values (1)");

    server.process().kill();
    server.start();

    assertThat(query("select count(*) from kept")).isEqualTo("1");
  }

  @Test
  void stopsTheServerThatAnEarlierRunHasLeftBehind() throws SQLException {
    execute("create table kept (id int); insert into kept values (1)");
    PostgresServer leftBehind = server;

    server = new PostgresServer(folder, FreePorts.next()).start();

    assertThat(leftBehind.process().isAlive()).isFalse();
    assertThat(query("select count(*) from kept")).isEqualTo("1");
  }

  @Test
  void takesNoOtherServerOnItsPortForItself(@TempDir Path another) {
    PostgresServer late = new PostgresServer(another, server.port());

    assertThatThrownBy(late::start)
        .hasMessageContaining("Another PostgreSQL listens on port " + server.port());
    late.close();
  }

  @Test
  void letsNoRoleIntoAnothersDatabase() {
    assertThatThrownBy(() -> connect("payments", "orders"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> connect("postgres", "orders"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void writesDurably() throws SQLException {
    assertThat(query("show fsync")).isEqualTo("on");
    assertThat(query("show synchronous_commit")).isEqualTo("on");
    assertThat(query("show full_page_writes")).isEqualTo("on");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect("orders", "orders");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String query(String sql) throws SQLException {
    try (Connection connection = connect("orders", "orders");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private Connection connect(String database, String role) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(database), role, role);
  }
}
