package dev.orderflow.messaging;

import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.core.NestedExceptionUtils;

/**
 * Migrates once the database is there, and again for as long as somebody holds a lock that a
 * migration needs: a dump holds its own for hours, and a process that gave up would only be started
 * again. Messaging's own tables have a history of their own, so that their versions and a service's
 * never meet.
 */
final class Migrations implements FlywayMigrationStrategy {

  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  /**
   * While a migration waits for a lock, all who come after it wait as well, for as long as the lock
   * time-out. Tried again at once, it would keep the older instances from their work.
   */
  static final Duration PAUSE = Duration.ofMinutes(1);

  private final String name;
  private final Duration pause;

  /**
   * @param name of the database, for the log
   */
  Migrations(String name, Duration pause) {
    this.name = name;
    this.pause = pause;
  }

  /**
   * @throws IllegalStateException if the process is told to stop meanwhile
   */
  @Override
  public void migrate(Flyway service) {
    DataSource database = service.getConfiguration().getDataSource();
    DatabaseStart.await(database, name);
    DataSource patient = new PatientDataSource(database);
    DatabaseStart.until(() -> isMigrated(service, patient), pause);
  }

  private boolean isMigrated(Flyway service, DataSource database) {
    try {
      migrate(service, database, "flyway_messaging_history", "classpath:db/messaging");
      migrate(service, database, "flyway_schema_history", "classpath:db/migration");
      return true;
    } catch (FlywayException e) {
      Throwable reason = NestedExceptionUtils.getMostSpecificCause(e);
      if (reason instanceof InterruptedException || !Failures.isTransient(e)) throw e;
      log.warn("The start waits for a migration of {}: {}", name, reason.getMessage());
      return false;
    }
  }

  private static void migrate(
      Flyway configured, DataSource database, String history, String location) {
    Flyway.configure()
        .configuration(configured.getConfiguration())
        .dataSource(database)
        .table(history)
        .locations(location)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }
}
