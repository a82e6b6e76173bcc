package dev.orderflow.systemtests;

import static java.util.stream.Collectors.groupingBy;

import dev.orderflow.systemtests.Invariants.Findings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** N1, and what the mails say of M2. A refused mail is one that nobody has got. */
final class MailChecks {

  private static final Pattern ORDER_ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private MailChecks() {}

  static void check(Facts facts, Findings findings) {
    Map<String, List<Facts.Mail>> mails =
        facts.mails().stream().collect(groupingBy(MailChecks::orderOf));
    Set<String> orders = new HashSet<>();
    for (Facts.Order order : facts.orders()) {
      String id = order.id().toString();
      orders.add(id);
      oneIdentityPerOutcome(order, mails.getOrDefault(id, List.of()), findings);
    }
    mails.forEach((order, some) ->
        findings.check(orders.contains(order), "N1", order, some.size() + " mails of no order"));
  }

  private static String orderOf(Facts.Mail mail) {
    Matcher id = ORDER_ID.matcher(mail.messageId());
    return id.find() ? id.group() : "";
  }

  private static void oneIdentityPerOutcome(
      Facts.Order order, List<Facts.Mail> mails, Findings findings) {
    long identities = mails.stream().map(Facts.Mail::messageId).distinct().count();
    int outcomes = (order.confirmedOnce() ? 1 : 0) + (order.status().equals("CANCELLED") ? 1 : 0);
    long refused =
        order.history().stream()
            .filter(it -> Shop.shortName(it.type()).equals("NotificationFailed"))
            .count();
    findings.check(
        identities == outcomes - refused,
        "N1",
        order.id(),
        identities + " mails and " + refused + " refused ones for " + outcomes + " outcomes");
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
