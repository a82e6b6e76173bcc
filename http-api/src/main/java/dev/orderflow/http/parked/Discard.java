package dev.orderflow.http.parked;

import dev.orderflow.http.problem.Violations;
import org.jspecify.annotations.Nullable;

/** Why a parked event is given up. */
record Discard(@Nullable String reason) {

  private static final int MAX_REASON = 500;

  /** The reason, if it is one; else the violation is added. */
  static String reasonOf(@Nullable String reason, Violations violations) {
    String text = reason == null ? "" : reason.strip();
    if (text.isEmpty() || text.length() > MAX_REASON) {
      violations.add("/reason", "must be a text of at most " + MAX_REASON + " characters");
    }
    return text;
  }

  String validReason() {
    Violations violations = new Violations();
    String text = reasonOf(reason, violations);
    violations.throwIfAny();
    return text;
  }
}
