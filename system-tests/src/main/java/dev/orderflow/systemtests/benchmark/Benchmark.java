package dev.orderflow.systemtests.benchmark;

import static java.util.stream.Collectors.joining;

import dev.orderflow.localstack.Checkout;
import dev.orderflow.localstack.FolderLock;
import dev.orderflow.localstack.StackSettings;
import dev.orderflow.localstack.demo.Rehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What {@code system-tests/benchmark} runs. */
public final class Benchmark {

  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final Path FOLDER = Checkout.root().resolve(".orderflow/benchmark");
  private static final Path STATE = FOLDER.resolve("state");

  private final Options options;
  private final Results results;

  private Benchmark(Options options) {
    this.options = options;
    this.results = new Results(FOLDER, options.scenario());
  }

  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    try {
      Options options = Options.parse(Arrays.asList(arguments));
      if (options.help()) {
        System.out.print(Options.usage());
      } else {
        System.exit(new Benchmark(options).run() ? 0 : FAILED);
      }
    } catch (Options.Mistake mistake) {
      System.err.println(mistake.getMessage() + " (see system-tests/benchmark --help)");
      System.exit(MISUSED);
    }
  }

  private boolean run() throws IOException {
    if (!Files.exists(Path.of("/proc/self/stat"))) {
      throw new Options.Mistake("the benchmark reads /proc, which only Linux has");
    }
    // It begins by deleting the state of the last one.
    if (!FolderLock.take(FOLDER)) {
      throw new Options.Mistake("another benchmark runs in " + FOLDER + ": wait for its end");
    }
    say("On " + Machine.here());
    say("Rehearsing, once for every build …");
    Rehearsal.hold(StackSettings.standard().withState(FOLDER));
    return options.scenario() == Scenario.IDLE ? idle() : drive();
  }

  private boolean idle() {
    Idle idle = Idle.measure(STATE);
    keep(idle.table(), idle);
    return true;
  }

  private boolean drive() {
    say("Starting …");
    try (Rig rig = Rig.start(options.scenario(), STATE)) {
      say("Warming up for %d s …".formatted(options.warmUp().toSeconds()));
      rig.warmUp(options.highestRate(), options.warmUp());
      return options.findLimit() ? findLimit(rig) : measureEach(rig);
    }
  }

  private boolean measureEach(Rig rig) {
    List<Measured> runs = new ArrayList<>();
    Map<TopicPartition, Long> starts = Map.of();
    for (double rate : options.rates()) {
      starts = rig.topics.ends();
      runs.add(measure(rig, rate));
      results.keepPlot(runs.getLast());
    }
    String table = runs.stream().map(Report::of).collect(joining("\n"));
    Map<String, Object> values = new LinkedHashMap<>(Map.of("runs", Results.values(runs)));
    if (options.scenario() == Scenario.FLOOR) {
      say("Writing the same with no service around …");
      Floor floor = Floor.of(rig, runs.getLast().run(), starts);
      table += floor.table(runs.getLast());
      values.put("floor", floor);
    }
    keep(table, values);
    return runs.stream().allMatch(Measured::isRight);
  }

  private boolean findLimit(Rig rig) {
    List<Measured> probes = new ArrayList<>();
    double limit =
        LimitSearch.highest(
            options.rates().getFirst(),
            rate -> {
              probes.add(measure(rig, rate));
              return tell(probes.getLast());
            });
    String table = "sustained: %.0f orders/s\n".formatted(limit);
    for (Measured probe : probes) {
      if (probe.run().schedule().perSecond() == limit) {
        table += "\n" + Report.of(probe);
        results.keepPlot(probe);
      }
    }
    keep(table, Map.of("sustained", limit, "probes", Results.values(probes)));
    return probes.stream().allMatch(Measured::isRight);
  }

  private static boolean tell(Measured probe) {
    boolean sustained = LimitSearch.isSustained(probe);
    say(
        "  %s: settled %.0f orders/s, %.2f ms of CPU each"
            .formatted(
                sustained ? "sustained" : "too much",
                probe.settledPerSecond(),
                probe.cpuPerOrderTogether()));
    return sustained;
  }

  private Measured measure(Rig rig, double rate) {
    say("%.0f orders/s for %d s …".formatted(rate, options.duration().toSeconds()));
    return rig.measure(Schedule.steady(rate, options.duration()));
  }

  private void keep(String table, Object values) {
    results.keep("On " + Machine.here() + "\n\n" + table, values);
    say("\n" + table + "\nKept as " + results);
  }

  private static void say(String what) {
    System.out.println(what);
  }
}
