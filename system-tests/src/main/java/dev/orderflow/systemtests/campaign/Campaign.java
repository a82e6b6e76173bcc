package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.Folders;
import dev.orderflow.localstack.LocalStack;
import dev.orderflow.localstack.Service;
import dev.orderflow.localstack.StackSettings;
import dev.orderflow.localstack.demo.Rehearsal;
import dev.orderflow.systemtests.ImpatientSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The command {@code system-tests/campaign}. */
public final class Campaign {

  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(2);
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  /** How much of the plan is shown before it is carried out. */
  private static final int ROUNDS_SHOWN = 30;

  private final Options options;
  private final Journal journal = new Journal(System.out);
  private final Path state;
  private final DiskFaults disks;
  private final StackSettings settings;
  private final LocalStack stack;

  private Campaign(Options options) throws IOException {
    this.options = options;
    state = Files.createTempDirectory("orderflow-campaign-");
    disks = DiskFaults.mountIn(state);
    settings = ImpatientSettings.isolated(state).withCuttableNetwork();
    stack = new LocalStack(settings);
  }

  /** Ends the JVM: 0 when every promise was kept, 1 when one was broken, 2 for a mistake. */
  public static void main(String... arguments) throws Exception {
    System.setProperty(
        "log4j2.configurationFile", "dev/orderflow/systemtests/campaign/log4j2.properties");
    try {
      Options options = Options.parse(List.of(arguments));
      if (options.help()) System.out.print(Options.usage());
      else System.exit(new Campaign(options).run() ? 0 : 1);
    } catch (Options.Mistake e) {
      System.err.println(e.getMessage() + "; --help shows what there is");
      System.exit(2);
    } catch (RuntimeException | AssertionError e) {
      e.printStackTrace();
      System.exit(2);
    }
  }

  private boolean run() throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    Set<FaultKind> faults = FaultBook.possible(options.faults(), disks, journal);
    showPlan(faults);
    journal.say("the services rehearse, once for every build");
    Rehearsal.hold(settings); // Who restarts in half the time leaves more of it to the faults.
    stack.start();
    journal.say("the stack runs in " + state);
    Scene scene = new Scene(stack, journal, options.patience());
    for (int n = 1; n < options.instances(); n++) {
      for (Service service : Service.values()) scene.add(service);
    }
    boolean kept = struck(scene, faults).reach();
    if (kept) Folders.delete(state.resolve("log"));
    else journal.print("The logs stay in " + state + ". Again: " + options.command());
    return kept;
  }

  /** Everything is healed when it returns. */
  private Verdict struck(Scene scene, Set<FaultKind> faults) throws InterruptedException {
    Goods goods = Goods.putOnSale(scene.shop);
    Probe probe = new Probe(scene, goods.many().getFirst());
    Customers customers = new Customers();
    StockWatch watch = new StockWatch(scene);
    Thread watching = Thread.startVirtualThread(watch);
    customers.come(options.customers(), options.seed(), scene, goods);
    Waiting.sleep(WARM_UP);
    int strikes;
    try (FaultBook book = new FaultBook(scene, probe, disks, state)) {
      strikes = carryOut(new Plan(options.seed(), options.duration(), faults), book);
    }
    customers.leave();
    watch.end();
    watching.join();
    journal.say("all is healed, the customers are gone; the stock was looked at " + watch.looks());
    return new Verdict(scene, customers, watch, strikes, state.resolve("log"));
  }

  /** How many faults were to strike. */
  private int carryOut(Plan plan, FaultBook book) throws InterruptedException {
    int strikes = 0;
    long end = System.nanoTime() + options.duration().toNanos();
    while (System.nanoTime() < end || !plan.isThrough()) {
      List<Thread> round = new ArrayList<>();
      for (Strike strike : plan.nextRound()) {
        round.add(Thread.startVirtualThread(() -> book.strike(strike)));
      }
      for (Thread strike : round) strike.join();
      strikes += round.size();
      Waiting.sleep(BETWEEN_ROUNDS);
    }
    return strikes;
  }

  private void showPlan(Set<FaultKind> faults) {
    journal.print("Seed " + options.seed() + ". Again: " + options.command());
    Plan plan = new Plan(options.seed(), options.duration(), faults);
    for (int n = 1; n <= ROUNDS_SHOWN; n++) {
      journal.print("  round %2d  %s".formatted(n, plan.nextRound()));
    }
  }

  private void end() {
    stack.close();
    disks.close();
  }
}
