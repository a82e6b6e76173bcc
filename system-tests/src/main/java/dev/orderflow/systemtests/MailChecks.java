package dev.orderflow.systemtests;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.orderflow.systemtests.Invariants.Findings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** N1, and what the mails say of M2. A refused mail is one that nobody need have got. */
final class MailChecks {

  private static final Pattern ORDER_ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** What a fault has broken, such as a connection, may be in use for a while after it. */
  private static final Duration AFTERMATH = Duration.ofSeconds(5);

  private MailChecks() {}

  static void check(Facts facts, Witness witness, Findings findings) {
    Map<String, List<Facts.Mail>> mails =
        facts.mails().stream().collect(groupingBy(MailChecks::orderOf));
    Set<String> orders = new HashSet<>();
    for (Facts.Order order : facts.orders()) {
      String id = order.id().toString();
      orders.add(id);
      List<Facts.Mail> some = mails.getOrDefault(id, List.of());
      oneIdentityPerOutcome(order, some, findings);
      sayWhatTheOrderSays(order, some, findings);
      if (witness.postOffice() == null) continue;
      refusedWithReason(order, witness.postOffice(), findings);
      copiedWithReason(order, some, witness.postOffice(), findings);
    }
    mails.forEach((order, some) ->
        findings.check(orders.contains(order), "N1", order, some.size() + " mails of no order"));
  }

  private static String orderOf(Facts.Mail mail) {
    Matcher id = ORDER_ID.matcher(mail.messageId());
    return id.find() ? id.group() : "";
  }

  // A mail may have arrived unnoticed before it was refused.
  private static void oneIdentityPerOutcome(
      Facts.Order order, List<Facts.Mail> mails, Findings findings) {
    Set<String> identities = mails.stream().map(mail -> kindOf(mail, order)).collect(toSet());
    Set<String> outcomes = new TreeSet<>();
    if (order.confirmedOnce()) outcomes.add("confirmed");
    if (order.status().equals("CANCELLED")) outcomes.add("cancelled");
    Set<String> due = new TreeSet<>(outcomes);
    due.removeAll(order.refusedMails());
    findings.check(
        outcomes.containsAll(identities) && identities.containsAll(due),
        "N1",
        order.id(),
        "mails "
            + new TreeSet<>(identities)
            + " and refused ones "
            + order.refusedMails()
            + " for "
            + outcomes);
  }

  /** {@code confirmed}, {@code cancelled}, or the whole identity if it is neither. */
  private static String kindOf(Facts.Mail mail, Facts.Order order) {
    Matcher identity =
        Pattern.compile("<?" + order.id() + "\\.(confirmed|cancelled)@[^@]+")
            .matcher(mail.messageId());
    return identity.matches() ? identity.group(1) : mail.messageId();
  }

  private static void refusedWithReason(
      Facts.Order order, Witness.PostOffice postOffice, Findings findings) {
    findings.check(
        order.refusedMails().isEmpty() || order.email().matches(postOffice.refused()),
        "N1",
        order.id(),
        "given up are " + order.refusedMails() + ", which nobody refused");
  }

  private static void copiedWithReason(
      Facts.Order order, List<Facts.Mail> mails, Witness.PostOffice postOffice, Findings findings) {
    mails.stream()
        .collect(groupingBy(Facts.Mail::messageId))
        .forEach((identity, copies) -> {
          List<Instant> received = copies.stream().map(Facts.Mail::received).sorted().toList();
          for (int i = 1; i < received.size(); i++) {
            Instant before = received.get(i - 1);
            Instant again = received.get(i);
            findings.check(
                postOffice.troubles().stream().anyMatch(it -> explains(it, before, again)),
                "N1",
                order.id(),
                identity + " was mailed at " + before + " and without need at " + again);
          }
        });
  }

  private static boolean explains(Witness.Trouble trouble, Instant before, Instant again) {
    return !trouble.from().isAfter(again) && !trouble.to().plus(AFTERMATH).isBefore(before);
  }

  private static void sayWhatTheOrderSays(
      Facts.Order order, List<Facts.Mail> mails, Findings findings) {
    String total = order.total().toPlainString() + " " + order.currency();
    for (Facts.Mail mail : mails) {
      findings.check(
          mail.to().equals(order.email()), "C1", order.id(), "its mail went to another customer");
      findings.check(
          mail.shownTotal().equals(total),
          "M2",
          order.id(),
          "its mail says " + mail.shownTotal() + " instead of " + total);
    }
  }
}
