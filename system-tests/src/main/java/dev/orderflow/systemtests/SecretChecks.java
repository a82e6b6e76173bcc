package dev.orderflow.systemtests;

import dev.orderflow.systemtests.Invariants.Findings;

/** C1. */
final class SecretChecks {

  private SecretChecks() {}

  static void check(Facts facts, Findings findings) {
    for (Facts.Payment payment : facts.payments()) {
      findings.check(!payment.tokenKept(), "C1", payment.orderId(), "the payment keeps its token");
    }
    for (Facts.Parked parked : facts.parked()) {
      boolean masked =
          parked.service().equals("payment-service") || !parked.value().contains("\"pm_");
      findings.check(masked, "C1", parked.service(), "a parked record keeps a token");
    }
    for (String leak : facts.leaks()) findings.check(false, "C1", leak, "it may not");
  }
}
