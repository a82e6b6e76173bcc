package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.Facts;
import dev.orderflow.systemtests.Invariants.Violation;
import dev.orderflow.systemtests.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that is known of the order that a violation is about. */
final class Story {

  private static final Pattern ORDER =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Scene scene;
  private final Facts facts;
  private final Witness witness;

  Story(Scene scene, Facts facts, Witness witness) {
    this.scene = scene;
    this.facts = facts;
    this.witness = witness;
  }

  List<String> behind(Violation violation) {
    Matcher id = ORDER.matcher(violation.subject() + " " + violation.what());
    List<String> lines = new ArrayList<>();
    for (Witness.Attempt attempt : witness.attempts()) {
      if (attempt.key().equals(violation.subject())) lines.add("    answered " + attempt);
    }
    if (id.find()) lines.addAll(of(id.group()));
    return lines;
  }

  private List<String> of(String order) {
    List<String> lines = new ArrayList<>();
    rows(lines, Service.ORDER, "orders", "id", order);
    rows(lines, Service.ORDER, "order_event", "order_id", order);
    rows(lines, Service.INVENTORY, "reservation", "order_id", order);
    rows(lines, Service.PAYMENT, "payment", "order_id", order);
    rows(lines, Service.NOTIFICATION, "notification", "order_id", order);
    for (Service service : Service.values()) {
      rows(lines, service, "parked_event", "order_id", order);
    }
    facts.published().stream()
        .filter(it -> it.orderId().equals(order))
        .forEach(it -> lines.add("    published " + it + planted(it)));
    facts.ledger().stream()
        .filter(it -> it.orderId().equals(order))
        .forEach(it -> lines.add("    ledger " + it));
    facts.mails().stream()
        .filter(it -> it.messageId().contains(order))
        .forEach(it -> lines.add("    mail " + it));
    witness.attempts().stream()
        .filter(it -> it.orderId() != null && it.orderId().toString().equals(order))
        .forEach(it -> lines.add("    answered " + it));
    witness.sightings().stream()
        .filter(it -> it.orderId().toString().equals(order))
        .forEach(it -> lines.add("    seen " + it));
    return lines;
  }

  private String planted(Facts.Published event) {
    return witness.planted().containsKey(event.position()) ? " (by the campaign)" : "";
  }

  private void rows(List<String> lines, Service service, String table, String key, String id) {
    // The bytes of parked records and the bodies of events would hide the rest.
    String sql =
        "select to_jsonb(t) - 'value' - 'data' - 'headers' from %s t where %s = '%s'"
            .formatted(table, key, id);
    scene
        .database
        .query(service, sql, row -> row.getString(1))
        .forEach(row -> lines.add("    " + table + " " + row));
  }
}
