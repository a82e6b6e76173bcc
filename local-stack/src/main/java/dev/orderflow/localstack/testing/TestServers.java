package dev.orderflow.localstack.testing;

import dev.orderflow.localstack.servers.Databases;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL and one Kafka for all tests of a JVM, each started when first asked for and gone
 * with the JVM: Docker containers where an engine answers, child processes where none does. The
 * system property or environment variable {@code ORDERFLOW_TEST_SERVERS} ({@code containers} or
 * {@code embedded}) forces one of the two.
 */
public final class TestServers {

  private static final AtomicInteger FRESH = new AtomicInteger();

  private TestServers() {}

  /**
   * Spring's settings for a service with this database, which all callers in this JVM share; the
   * password is its name.
   */
  public static Map<String, String> springProperties(String database) {
    return Map.of(
        "spring.datasource.url",
        jdbcUrl(database),
        "spring.datasource.username",
        database,
        "spring.datasource.password",
        database,
        "spring.kafka.bootstrap-servers",
        bootstrapServers());
  }

  /**
   * The name of a database that no other caller has, for {@link #springProperties} or {@link
   * #jdbcUrl}.
   */
  public static String freshDatabase(String prefix) {
    return prefix + "_" + FRESH.incrementAndGet();
  }

  /**
   * Makes sure of the database and of the role that owns it; the role's name and password are the
   * database's name.
   */
  public static String jdbcUrl(String database) {
    Postgres.RUNNING.create(database, database);
    return Postgres.RUNNING.jdbcUrl().replaceFirst("/postgres\\b", "/" + database);
  }

  /** For tests that look into a service's tables from outside or pull the carpet from under it. */
  public static Databases databases() {
    return Postgres.RUNNING;
  }

  public static String bootstrapServers() {
    return Kafka.BOOTSTRAP_SERVERS;
  }

  private static final class Postgres {
    static final Databases RUNNING =
        Containers.areWanted() ? Containers.postgres() : Embedded.postgres();
  }

  private static final class Kafka {
    static final String BOOTSTRAP_SERVERS =
        Containers.areWanted() ? Containers.kafka() : Embedded.kafka();
  }
}
