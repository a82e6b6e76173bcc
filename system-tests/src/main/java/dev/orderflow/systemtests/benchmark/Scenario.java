package dev.orderflow.systemtests.benchmark;

import java.util.Locale;

/** What the system is put to. */
enum Scenario {
  STEADY("94 of 100 orders are good, 2 declined, 2 short of stock, 2 cancelled; 1 to 3 lines"),
  HOT("all orders are for one product"),
  LARGE("100 lines per order"),
  SLOW_PROVIDER("the payment provider takes 300 ms for every call"),
  DRAIN("payment-service is stopped for a minute while orders come in"),
  MILLION("the databases hold a million settled orders already"),
  TWO_INSTANCES("two instances of every service"),
  FLOOR("what PostgreSQL and Kafka alone need for the same rows and records"),
  IDLE(
      "nothing to do, two minutes long, once the compilers rest; and how long ./demo --once takes");

  final String description;

  Scenario(String description) {
    this.description = description;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
