package dev.orderflow.systemtests;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What must be true of the quiet system, however much of it died before. Each check names what
 * breaks it.
 */
public final class Invariants {

  /** A broken promise. */
  public record Violation(String invariant, String subject, String what) {}

  private Invariants() {}

  public static List<Violation> violatedBy(Facts facts) {
    return violatedBy(facts, Witness.NOBODY);
  }

  /** What nobody can see afterwards is checked by what the witness remembers. */
  public static List<Violation> violatedBy(Facts facts, Witness witness) {
    Findings findings = new Findings();
    StockChecks.check(facts, findings);
    MoneyChecks.check(facts, findings);
    OrderChecks.check(facts, findings);
    OutcomeChecks.check(facts, witness, findings);
    EventChecks.check(facts, witness, findings);
    MailChecks.check(facts, witness, findings);
    ParkingChecks.check(facts, witness, findings);
    SecretChecks.check(facts, findings);
    ClientChecks.check(facts, witness, findings);
    return findings.all();
  }

  /** What must be true of the stock also while the system is busy. */
  public static List<Violation> violatedBy(List<Facts.Stock> stock) {
    Findings findings = new Findings();
    StockChecks.addsUp(stock, findings);
    return findings.all();
  }

  /** E3: what a second delivery of everything has changed. */
  public static List<Violation> violatedByRedelivery(Facts before, Facts after, Witness witness) {
    Findings findings = new Findings();
    same("orders", before.orders(), after.orders(), findings);
    same("stock", before.stock(), after.stock(), findings);
    same("reservations", before.reservations(), after.reservations(), findings);
    same("payments", before.payments(), after.payments(), findings);
    same("ledger", before.ledger(), after.ledger(), findings);
    same("mails", before.mails(), after.mails(), findings);
    same("parked", notSkipped(before, witness), notSkipped(after, witness), findings);
    return findings.all();
  }

  // A bad record that a service was made to skip is parked once it is read after all.
  private static List<Facts.Parked> notSkipped(Facts facts, Witness witness) {
    return facts.parked().stream()
        .filter(parked -> !witness.wasSkippedBy(parked.service(), parked.position()))
        .toList();
  }

  private static <T> void same(String what, List<T> before, List<T> after, Findings findings) {
    findings.check(
        before.size() == after.size(),
        "E3",
        what,
        before.size() + " before, " + after.size() + " afterwards");
    for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
      T was = before.get(i);
      T is = after.get(i);
      findings.check(Objects.equals(was, is), "E3", what, was + " became " + is);
    }
  }

  /** Collects what is broken. */
  static final class Findings {
    private final List<Violation> violations = new ArrayList<>();

    void check(boolean holds, String invariant, Object subject, Object what) {
      if (!holds) violations.add(new Violation(invariant, subject.toString(), what.toString()));
    }

    List<Violation> all() {
      return violations;
    }
  }
}
