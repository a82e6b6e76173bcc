package dev.orderflow.localstack;

import java.util.Locale;

/**
 * Everything that listens on a port, where it does unless told otherwise, and what its settings are
 * called.
 */
public enum Port {
  ORDER(8080, "order-service"),
  INVENTORY(8081, "inventory-service"),
  PAYMENT(8082, "payment-service"),
  NOTIFICATION(8083, "notification-service"),
  PROVIDER(8084, "payment provider sandbox"),
  INBOX(8025, "inbox page"),
  SMTP(1025, "inbox SMTP"),
  KAFKA(9092, "Kafka"),
  POSTGRES(5432, "PostgreSQL");

  private final int standard;
  private final String user;

  Port(int standard, String user) {
    this.standard = standard;
    this.user = user;
  }

  public int standard() {
    return standard;
  }

  /** Who listens there. */
  public String user() {
    return user;
  }

  public String option() {
    return "--" + name().toLowerCase(Locale.ROOT) + "-port";
  }

  public String variable() {
    return "ORDERFLOW_" + name() + "_PORT";
  }
}
