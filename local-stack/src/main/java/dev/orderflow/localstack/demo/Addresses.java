package dev.orderflow.localstack.demo;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;

/** Where everything is, and what to try first. */
record Addresses(Ports ports, Terminal terminal) {

  void show() {
    terminal.heading("Running, until Ctrl-C");
    line("API and its documentation", ports.url(Port.ORDER) + "/swagger-ui.html");
    line("mails", ports.url(Port.INBOX));
    line("stock", ports.url(Port.INVENTORY) + "/stock");
    line("payment provider's ledger", ports.url(Port.PROVIDER) + "/sandbox/ledger");
    line("Kafka", "localhost:" + ports.of(Port.KAFKA));
    line(
        "PostgreSQL",
        "localhost:" + ports.of(Port.POSTGRES) + "  orders, inventory, payments, notifications");
    terminal.heading("Try");
    terminal.line(
        """
        curl -s %s/orders -H 'Content-Type: application/json' -H 'Prefer: wait=5' \\
          -H "Idempotency-Key: try-$(date +%%s)" -d '{
            "customer": {"name": "Ada Lovelace", "email": "ada@example.com"},
            "lines": [{"sku": "LAMP-01", "quantity": 1}],
            "payment": {"token": "pm_card_visa"}}'
        """
            .formatted(ports.url(Port.ORDER))
            .stripTrailing());
    terminal.blank();
  }

  private void line(String what, String where) {
    terminal.line("  %-27s %s".formatted(what, where));
  }
}
