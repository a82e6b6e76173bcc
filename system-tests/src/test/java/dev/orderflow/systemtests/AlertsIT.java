package dev.orderflow.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.localstack.Checkout;
import dev.orderflow.localstack.LocalStack;
import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.AlertRules.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An alert on a metric that nobody exports never rings, and a metric without a rule neither. */
class AlertsIT {

  private static final Pattern METRIC = Pattern.compile("`([a-z_]+)");

  private static final LocalStack stack = TheStack.running();
  private static List<String> exported;

  @BeforeAll
  static void anOrderLater() {
    Shop shop = new Shop(stack.ports());
    shop.awaitSettled(shop.orders(shop.product(5), 1, "pm_card_visa"), "CONFIRMED");
    Http http = new Http();
    exported =
        Arrays.stream(Service.values())
            .map(service -> stack.ports().url(service.port()))
            .map(url -> http.get(url + "/actuator/prometheus"))
            .flatMap(answer -> answer.body().lines())
            .toList();
  }

  static Stream<Rule> rules() {
    return AlertRules.parse(read("docs/alerts.yml")).stream();
  }

  private static String read(String path) {
    try {
      return Files.readString(Checkout.root().resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void ringsOnWhatIsExportedAndSaysWhatToDo(Rule rule) {
    assertThat(AlertRules.missing(rule, exported)).isEmpty();
    assertThat(rule.severity()).isIn("critical", "warning");
    assertThat(rule.summary()).isNotBlank();
    assertThat(rule.runbook()).isNotBlank();
  }

  /** The metrics in the tables of operations whose last cell says when to alert. */
  static Stream<String> metricsToAlertOn() {
    return read("docs/operations.md")
        .lines()
        .dropWhile(line -> !line.equals("## Metrics"))
        .takeWhile(line -> !line.equals("## Logs"))
        .filter(line -> line.startsWith("| `"))
        .map(row -> row.split("\\|", -1))
        .filter(cells -> !cells[cells.length - 2].isBlank())
        .flatMap(cells -> METRIC.matcher(cells[1]).results())
        .map(metric -> metric.group(1));
  }

  @ParameterizedTest
  @MethodSource("metricsToAlertOn")
  void ringsOnEveryMetricThatOperatorsAreToldToAlertOn(String metric) {
    assertThat(rules().map(Rule::expr)).anyMatch(expr -> expr.matches(".*\\b" + metric + "\\b.*"));
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void ringsForEveryServiceThatIsGone(Service service) {
    assertThat(expr("ServiceGone")).contains("absent(up{job=\"" + service.folder() + "\"})");
  }

  @ParameterizedTest
  @CsvSource({
    "OrdersExpire, EXPIRED",
    "PaymentsDeclined, PAYMENT_DECLINED",
    "CapturesFail, PAYMENT_CAPTURE_FAILED"
  })
  void ringsForAReasonThatIsExportedBeforeItsFirstOrder(String alert, String reason) {
    String label = "reason=\"" + reason + "\"";

    assertThat(expr(alert)).contains("orderflow_orders_outcomes_total{" + label + "}");
    assertThat(exported)
        .anyMatch(
            line -> line.startsWith("orderflow_orders_outcomes_total{") && line.contains(label));
  }

  @Test
  void wouldFindAMisspeltMetricOrLabel() {
    assertThat(AlertRules.missing(rule("max by (job) (orderflow_outbox_oldest) > 30"), exported))
        .containsExactly("orderflow_outbox_oldest");
    assertThat(
            AlertRules.missing(
                rule("rate(orderflow_events_consumed_total{result=\"parked\"}[5m]) > 0"), exported))
        .hasSize(1);
    assertThat(AlertRules.missing(rule("sum by (tpic) (orderflow_consumer_lag) > 0"), exported))
        .containsExactly("tpic");
  }

  private static String expr(String alert) {
    return rules().filter(rule -> rule.alert().equals(alert)).findAny().orElseThrow().expr();
  }

  private static Rule rule(String expr) {
    return new Rule("Planted", expr, "critical", "planted", "planted");
  }
}
