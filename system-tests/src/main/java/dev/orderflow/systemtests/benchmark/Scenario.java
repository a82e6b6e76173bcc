package dev.orderflow.systemtests.benchmark;

import java.util.Locale;

/** What the system is put to. */
enum Scenario {
  STEADY("mostly good orders of many products; some are declined, short of stock, or cancelled");

  final String description;

  Scenario(String description) {
    this.description = description;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
