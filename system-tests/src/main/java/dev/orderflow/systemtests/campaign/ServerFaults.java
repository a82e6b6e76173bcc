package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.Service;
import dev.orderflow.localstack.servers.TcpProxy;
import dev.orderflow.localstack.servers.TcpProxy.Network;
import dev.orderflow.systemtests.Http.Answer;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A broker or a PostgreSQL that is away, and transactions that somebody has forgotten. */
final class ServerFaults {

  private static final int DRAINED_SECONDS = 60;
  private static final int RECOVERED_SECONDS = 10;

  private final Scene scene;
  private final Probe probe;

  ServerFaults(Scene scene, Probe probe) {
    this.scene = scene;
    this.probe = probe;
  }

  void brokerKilled(Strike strike) {
    scene.stack.kafka().process().kill();
    withoutBroker(strike);
    scene.stack.kafka().start();
    drains();
  }

  void brokerStopped(Strike strike) {
    scene.stack.kafka().stop();
    withoutBroker(strike);
    scene.stack.kafka().start();
    drains();
  }

  void brokerCutOff(Strike strike) {
    cut(scene.stack.kafkaNetwork(), strike);
    withoutBroker(strike);
    scene.stack.kafkaNetwork().become(Network.WHOLE);
    drains();
  }

  void databaseKilled(Strike strike) {
    scene.stack.postgres().process().kill();
    withoutDatabase(strike);
    scene.stack.postgres().start();
    recovers();
  }

  void databaseStopped(Strike strike) {
    scene.stack.postgres().stop();
    withoutDatabase(strike);
    scene.stack.postgres().start();
    recovers();
  }

  void databaseCutOff(Strike strike) {
    cut(scene.stack.postgresNetwork(), strike);
    withoutDatabase(strike);
    scene.stack.postgresNetwork().become(Network.WHOLE);
    recovers();
  }

  /** With a snapshot and a transaction id, so that nothing since can be cleaned up. */
  void idleTransaction(Strike strike) throws SQLException {
    List<Connection> forgotten = new ArrayList<>();
    try {
      for (Service service : Service.values()) forgotten.add(forget(service));
      Waiting.sleep(strike.lasting());
    } catch (IllegalStateException | SQLException e) {
      scene.journal.say("no idle transaction while PostgreSQL is away");
    } finally {
      for (Connection connection : forgotten) connection.close();
    }
  }

  private Connection forget(Service service) throws SQLException {
    Connection connection = scene.database.connect(service);
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.createStatement().execute("select pg_current_xact_id()");
    return connection;
  }

  private void cut(TcpProxy network, Strike strike) {
    SplittableRandom random = strike.random();
    List<Network> ways = List.of(Network.REFUSES, Network.SWALLOWS, Network.RESETS);
    Network way = ways.get(random.nextInt(ways.size()));
    scene.journal.say("the network " + way.name().toLowerCase(java.util.Locale.ROOT));
    network.become(way);
  }

  private void withoutBroker(Strike strike) {
    Waiting.sleep(strike.lasting());
    Answer answer = probe.place(scene.shop);
    if (answer.status() != 201) {
      scene.journal.broken("BROKER", "POST", "answered " + answer.status() + " without a broker");
    }
  }

  private void drains() {
    long back = System.nanoTime();
    long until = scene.database.number(Service.ORDER, "select extract(epoch from now())::bigint");
    boolean drained =
        Waiting.until(
            scene.bound(DRAINED_SECONDS),
            () -> {
              for (Service service : Service.values()) if (isPending(service, until)) return false;
              return true;
            });
    if (!drained) {
      scene.journal.broken("TIME", "broker", "the backlog has not drained: " + backlog());
    }
    scene.journal.say("backlog gone in %d ms".formatted((System.nanoTime() - back) / 1_000_000));
    probe.ordersGoOn("with the broker back", scene.shop, DRAINED_SECONDS);
  }

  private boolean isPending(Service service, long until) {
    return scene.database.number(
            service, "select count(*) from outbox where created_at <= to_timestamp(" + until + ")")
        > 0;
  }

  private String backlog() {
    return scene.finder.outboxes().toString();
  }

  private void withoutDatabase(Strike strike) {
    Waiting.sleep(strike.lasting());
    try {
      Answer answer = probe.place(scene.shop);
      if (answer.status() != 503 || answer.header("Retry-After").isEmpty()) {
        scene.journal.broken(
            "DATABASE", "POST", "answered " + answer.status() + " without a database");
      }
    } catch (UncheckedIOException e) {
      scene.journal.broken("DATABASE", "POST", "not answered without a database");
    }
  }

  private void recovers() {
    boolean recovered =
        Waiting.until(
            scene.bound(RECOVERED_SECONDS), () -> probe.place(scene.shop).status() == 201);
    if (!recovered) {
      scene.journal.broken("TIME", "database", "no order is taken though it is back");
    }
    probe.ordersGoOn("with the database back", scene.shop, DRAINED_SECONDS);
  }
}
