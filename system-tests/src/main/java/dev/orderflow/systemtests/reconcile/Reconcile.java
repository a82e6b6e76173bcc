package dev.orderflow.systemtests.reconcile;

import static java.util.stream.Collectors.groupingBy;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import dev.orderflow.localstack.provider.ProviderSandbox;
import dev.orderflow.systemtests.FactFinder;
import dev.orderflow.systemtests.Facts;
import dev.orderflow.systemtests.Http;
import dev.orderflow.systemtests.Invariants;
import dev.orderflow.systemtests.Invariants.Violation;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Looks at a running system and prints every order that breaks a promise, with its story. */
public final class Reconcile {

  /** What only looked wrong because it was seen half done is right by then. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private static final int CONNECT_MILLIS = 1000;

  private final Options options;
  private final PrintStream out;

  private Reconcile(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  public static void main(String... arguments) {
    System.exit(run(List.of(arguments), System.out));
  }

  /** The exit code. */
  public static int run(List<String> arguments, PrintStream out) {
    try {
      Options options = Options.parse(arguments);
      if (options.help()) {
        out.print(Options.usage());
        return 0;
      }
      return new Reconcile(options, out).run();
    } catch (Options.Mistake e) {
      out.println(e.getMessage() + "\n\n" + Options.usage());
      return 2;
    } catch (IOException | RuntimeException e) {
      out.println("The system cannot be seen: " + e);
      return 2;
    }
  }

  private int run() throws IOException {
    if (isThere(options.ports().of(Port.PROVIDER))) return report(options.ports(), true);
    out.println("No payment provider sandbox here: what it has charged is not checked (M1).");
    Path nothing = Files.createTempDirectory("reconcile");
    try (ProviderSandbox empty = ProviderSandbox.start(0, nothing.resolve("ledger"))) {
      return report(options.ports().with(Port.PROVIDER, empty.url().getPort()), false);
    }
  }

  private int report(Ports ports, boolean money) {
    FactFinder finder = new FactFinder(ports);
    List<Violation> violations = look(finder, money);
    if (!violations.isEmpty()) {
      pause();
      List<Violation> again = look(finder, money);
      violations = violations.stream().filter(again::contains).toList();
    }
    print(violations, new Story(ports, new Http()));
    return violations.isEmpty() ? 0 : 1;
  }

  private List<Violation> look(FactFinder finder, boolean money) {
    Instant now = Instant.now();
    Facts facts = finder.gather();
    Judgement judgement =
        Judgement.of(facts, now.minus(options.openFor()), finder.recordsKeptSince());
    long judged = facts.orders().stream().filter(order -> judgement.counts(order.id())).count();
    out.printf("%d of %d orders are judged.%n", judged, facts.orders().size());
    return Invariants.violatedBy(facts).stream()
        .filter(judgement::counts)
        .filter(violation -> money || !violation.invariant().equals("M1"))
        .toList();
  }

  private void print(List<Violation> violations, Story story) {
    Map<Optional<UUID>, List<Violation>> byOrder =
        violations.stream().collect(groupingBy(Judgement::orderOf));
    byOrder.getOrDefault(Optional.<UUID>empty(), List.of()).forEach(this::print);
    Map<UUID, List<Violation>> stories = new TreeMap<>();
    byOrder.forEach((order, broken) -> order.ifPresent(id -> stories.put(id, broken)));
    stories.forEach((order, broken) -> {
      out.println("Order " + order);
      broken.forEach(this::print);
      story.of(order).forEach(line -> out.println("    " + line));
    });
    out.println(
        violations.isEmpty()
            ? "No promise is broken."
            : "%d broken promises, %d orders.".formatted(violations.size(), stories.size()));
  }

  private void print(Violation violation) {
    out.printf("  %s %s: %s%n", violation.invariant(), violation.subject(), violation.what());
  }

  private static boolean isThere(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("localhost", port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
