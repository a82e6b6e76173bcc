package dev.orderflow.systemtests.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one order ended, by all that know of it. The letters are those of the promises. */
final class Ending {

  private static final Set<String> MONEY_GIVEN_BACK = Set.of("VOIDED", "REFUNDED");

  /** Null for an order whose request was never answered. */
  final @Nullable Outcome expected;

  // By order-service; amounts are in the currency's minor unit.
  String status = "";
  String reason = "";
  String stock = "";
  String payment = "";
  boolean confirmedOnce;
  long total;
  int version;
  int historyEntries;

  // By the others.
  String reservationState = "";
  String paymentState = "";
  boolean tokenKept;
  long charged;
  int captures;
  int mails;

  Ending(@Nullable Outcome expected) {
    this.expected = expected;
  }

  /** What is wrong with it, a sentence each; empty when it ended right. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    boolean confirmed = status.equals("CONFIRMED");
    if (expected != null && !(status + reason).equals(expected.status + expected.reason)) {
      faults.add("O3 is " + status + " " + reason + " instead of " + expected);
    }
    if (confirmed ? !isCompleted() : !isUndone()) {
      faults.add("O3 is " + status + ", its stock " + stock + ", its payment " + payment);
    }
    if (version != historyEntries) {
      faults.add("O4 has version " + version + " and " + historyEntries + " entries");
    }
    if (!reservationState.equals(stock)) {
      faults.add("S2 has stock " + stock + ", its reservation is " + reservationState);
    }
    if (!paymentState.equals(payment)) {
      faults.add("M1 has payment " + payment + ", its payment is " + paymentState);
    }
    long due = confirmed ? total : 0;
    if (charged != due || captures > 1) {
      faults.add("M1 was charged " + charged + " of " + due + " in " + captures + " captures");
    }
    int outcomes = (confirmedOnce ? 1 : 0) + (confirmed ? 0 : 1);
    if (mails != outcomes) {
      faults.add("N1 was told of in " + mails + " mails, with " + outcomes + " outcomes");
    }
    if (tokenKept) faults.add("C1 has a payment that keeps its token");
    return faults;
  }

  private boolean isCompleted() {
    return stock.equals("COMMITTED") && payment.equals("CAPTURED");
  }

  private boolean isUndone() {
    return status.equals("CANCELLED")
        && stock.equals("RELEASED")
        && MONEY_GIVEN_BACK.contains(payment);
  }
}
