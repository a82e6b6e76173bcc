package dev.orderflow.systemtests.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Files that keep what was measured: a table, the same as JSON, and a picture. */
final class Results {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;
  private final String name;

  /** Names the files after the scenario and the time. */
  Results(Path folder, Scenario scenario) {
    this.folder = folder;
    String now =
        LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    name = now + "-" + scenario.id();
  }

  void keep(String table, Object values) {
    write(".txt", table);
    write(".json", JSON.writeValueAsString(values) + "\n");
  }

  void keepPlot(Measured measured) {
    write("-%.0f.svg".formatted(measured.run().schedule().perSecond()), Plot.of(measured));
  }

  @Override
  public String toString() {
    return folder.resolve(name) + "* (txt, json, svg)";
  }

  /** What a program reads; latencies are in milliseconds. */
  static Map<String, Object> values(Measured measured) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("machine", Machine.here());
    values.put("scenario", measured.scenario().id());
    values.put("ordersPerSecond", measured.run().schedule().perSecond());
    values.put("seconds", measured.run().schedule().seconds());
    values.put("orders", measured.run().accepted());
    values.put("acceptedPerSecond", measured.acceptedPerSecond());
    values.put("settledPerSecond", measured.settledPerSecond());
    values.put("answersByStatus", measured.run().statuses());
    values.put("latencies", measured.latencies());
    values.put("cpuMillisPerOrder", measured.cpuPerOrder());
    values.put("systemCpuMillisPerOrder", measured.systemCpuPerOrder());
    values.put("memoryBytes", measured.memory());
    values.put("storedBytes", measured.storage());
    values.put("backlog", measured.backlog().counts());
    values.put("recovery", measured.recovery());
    values.put("drainSeconds", measured.drainSeconds());
    values.put("right", measured.isRight());
    values.put("findings", measured.ending());
    values.put("processorsBusyWithOthers", measured.readings().othersBusy());
    values.put("processorsStolen", measured.readings().stolen());
    return values;
  }

  static List<Map<String, Object>> values(List<Measured> all) {
    return all.stream().map(Results::values).toList();
  }

  private void write(String suffix, String content) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name + suffix), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
