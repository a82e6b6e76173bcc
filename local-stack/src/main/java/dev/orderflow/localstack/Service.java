package dev.orderflow.localstack;

import java.nio.file.Path;

/**
 * The four services: where each is built, which port is its own, and the name of its database and
 * its role.
 */
public enum Service {
  ORDER("order-service", Port.ORDER, "orders"),
  INVENTORY("inventory-service", Port.INVENTORY, "inventory"),
  PAYMENT("payment-service", Port.PAYMENT, "payments"),
  NOTIFICATION("notification-service", Port.NOTIFICATION, "notifications");

  private final String folder;
  private final Port port;
  private final String database;

  Service(String folder, Port port, String database) {
    this.folder = folder;
    this.port = port;
    this.database = database;
  }

  public String folder() {
    return folder;
  }

  public Port port() {
    return port;
  }

  public String database() {
    return database;
  }

  Path jar() {
    return Checkout.root()
        .resolve(folder)
        .resolve("target")
        .resolve(folder + "-0.1.0-SNAPSHOT-exec.jar");
  }
}
