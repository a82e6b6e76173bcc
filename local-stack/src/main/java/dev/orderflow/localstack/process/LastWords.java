package dev.orderflow.localstack.process;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person wants to see of the log of a process that has failed. */
final class LastWords {

  private static final int LINES = 12;
  private static final JsonMapper JSON = JsonMapper.shared();

  private LastWords() {}

  /** The last error where the log is structured, else its last lines. */
  static String of(String log) {
    List<String> lines = log.lines().toList();
    return lines.reversed().stream()
        .filter(line -> line.contains("\"level\":\"ERROR\""))
        .findFirst()
        .map(LastWords::message)
        .orElseGet(() ->
            String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size())));
  }

  private static String message(String line) {
    try {
      JsonNode entry = JSON.readTree(line);
      String cause = entry.path("error").path("message").asString("");
      return (entry.path("message").asString() + "\n" + cause).strip();
    } catch (JacksonException e) {
      return line;
    }
  }
}
