package dev.orderflow.systemtests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The alert rules, as far as they name what the services export. */
final class AlertRules {

  /** Prometheus says it itself about each target. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up");

  private static final Set<String> LABELS_OF_PROMETHEUS = Set.of("job", "instance");

  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring)\\s*\\(([^)]*)\\)");
  private static final Pattern SELECTOR =
      Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  private AlertRules() {}

  record Rule(String alert, String expr, String severity, String summary, String runbook) {}

  /**
   * @throws RuntimeException if a rule lacks anything but a {@code for}
   */
  static List<Rule> parse(String yaml) {
    Map<String, List<Map<String, Object>>> file = new Yaml().load(yaml);
    return file.get("groups").stream().flatMap(AlertRules::rulesOf).map(AlertRules::rule).toList();
  }

  @SuppressWarnings("unchecked")
  private static Stream<Map<String, Object>> rulesOf(Map<String, Object> group) {
    return ((List<Map<String, Object>>) group.get("rules")).stream();
  }

  @SuppressWarnings("unchecked")
  private static Rule rule(Map<String, Object> rule) {
    Map<String, String> labels = (Map<String, String>) rule.get("labels");
    Map<String, String> annotations = (Map<String, String>) rule.get("annotations");
    return new Rule(
        rule.get("alert").toString(),
        rule.get("expr").toString(),
        labels.get("severity"),
        annotations.get("summary"),
        annotations.get("runbook"));
  }

  /**
   * What the rule names and nobody exports.
   *
   * @param exported lines in Prometheus's text format
   */
  static List<String> missing(Rule rule, List<String> exported) {
    List<String> missing = new ArrayList<>();
    String expr = rule.expr.replaceAll("\\[[^]]*]|offset \\w+", "");
    List<String> grouped =
        GROUPING.matcher(expr).results().map(it -> it.group(2)).flatMap(AlertRules::names).toList();
    String selectors = GROUPING.matcher(expr).replaceAll(" ");
    List<String> named = new ArrayList<>();
    SELECTOR
        .matcher(selectors)
        .results()
        .filter(it -> isMetric(it, selectors))
        .forEach(it -> {
          named.add(it.group(1));
          if (!isExported(it.group(1), labelsOf(it), exported)) missing.add(it.group());
        });
    grouped.stream()
        .filter(label -> !LABELS_OF_PROMETHEUS.contains(label))
        .filter(label -> named.stream().noneMatch(it -> isExported(it, List.of(label), exported)))
        .forEach(missing::add);
    return missing;
  }

  private static Stream<String> names(String list) {
    return Stream.of(list.split("\\s*,\\s*", -1));
  }

  private static boolean isMetric(MatchResult found, String expr) {
    boolean isFunction = expr.substring(found.end()).stripLeading().startsWith("(");
    String name = found.group(1);
    return !isFunction && !WORDS.contains(name) && !OF_PROMETHEUS.contains(name);
  }

  private static List<String> labelsOf(MatchResult selector) {
    String labels = selector.group(2) == null ? "" : selector.group(2);
    return LABEL
        .matcher(labels)
        .results()
        .map(it -> it.group(1))
        .filter(label -> !LABELS_OF_PROMETHEUS.contains(label))
        .toList();
  }

  private static boolean isExported(String metric, List<String> labels, List<String> exported) {
    return exported.stream()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .anyMatch(
            line -> labels.stream().allMatch(label -> line.matches(".*[{,]" + label + "=.*")));
  }
}
