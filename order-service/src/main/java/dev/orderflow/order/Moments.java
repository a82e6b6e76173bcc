package dev.orderflow.order;

import dev.orderflow.order.domain.Moment;
import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The time to decide on: the database's, because the clocks of instances drift and are set. */
@Component
class Moments {

  private final JdbcClient jdbc;
  private final OrderSettings settings;

  Moments(JdbcClient jdbc, OrderSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /** The start of the current transaction. */
  Moment now() {
    return at(jdbc.sql("select now()").query(Timestamp.class).single().toInstant());
  }

  /** A time that the database was asked for already. */
  Moment at(Instant now) {
    return new Moment(now, settings.terms());
  }
}
