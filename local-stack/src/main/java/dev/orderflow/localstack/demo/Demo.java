package dev.orderflow.localstack.demo;

import dev.orderflow.localstack.LocalStack;
import dev.orderflow.localstack.process.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What {@code ./demo} runs once everything is built. */
public final class Demo {

  /** The script changes into the clone; this is the folder that it was started from. */
  private static final String TYPED_IN = "orderflow.typed-in";

  private static final Duration BEFORE_REHEARSAL = Duration.ofMinutes(1);
  private static final long NEEDED_FOR_REHEARSAL_MEGABYTES = 2_500;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private final Options options;
  private final Terminal terminal;
  private final LocalStack stack;
  private volatile boolean stopping;

  private Demo(Options options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
    this.stack = new LocalStack(options.settings(), terminal);
  }

  public static void main(String[] arguments) {
    try {
      String typedIn = System.getProperty(TYPED_IN, "");
      Options options = Options.parse(Arrays.asList(arguments), System.getenv(), typedIn);
      if (options.help()) {
        System.out.print(Options.usage());
      } else {
        System.exit(new Demo(options, Terminal.ofThisProcess()).run());
      }
    } catch (Options.Mistake mistake) {
      System.err.println(mistake.getMessage() + " (see ./demo --help)");
      System.exit(MISUSED);
    }
  }

  /** The exit code; Ctrl-C comes as the end of the JVM and stops the stack from there. */
  private int run() {
    try {
      List<String> problems = prepare();
      if (!problems.isEmpty()) {
        return complain(problems);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
      startStack();
      return walkThrough();
    } catch (RuntimeException e) {
      return complain(List.of(String.valueOf(e.getMessage())));
    }
  }

  /** Comes to the point where ports and memory tell the truth, and says what they say. */
  private List<String> prepare() {
    List<String> problems = new ArrayList<>();
    StateFolder state = new StateFolder(options.state());
    state.take().ifPresent(problems::add);
    if (problems.isEmpty()) {
      Leftovers.stopIn(options.state());
      problems.addAll(Preflight.ofThisMachine().problems(options.ports(), options.state()));
    }
    if (problems.isEmpty() && options.fresh()) {
      state.forget();
    }
    return problems;
  }

  private void startStack() {
    terminal.heading("Starting");
    stack.startServers();
    stack.startServices();
    Catalogue catalogue = Catalogue.OF_THE_DEMO;
    terminal.during(
        "shop",
        catalogue.products().size() + " products",
        () -> catalogue.fill(new Shop(options.ports()::url)));
  }

  private int walkThrough() {
    terminal.heading("Three orders, as their events tell it");
    terminal.line(terminal.dim("  the first one warms the JVMs up"));
    List<String> complaints = new Walkthrough(new Shop(options.ports()::url), terminal).run();
    if (stopping) {
      return FAILED;
    }
    if (!complaints.isEmpty()) {
      complain(complaints);
    }
    if (options.once()) {
      return complaints.isEmpty() ? succeed() : FAILED;
    }
    new Addresses(options.ports(), terminal).show();
    rehearseInBackground();
    return untilInterrupted();
  }

  /** So that the next start is faster; not before a first load on the fresh system is over. */
  private void rehearseInBackground() {
    Thread.ofPlatform().daemon().name("rehearsal").start(this::rehearseWhenIdle);
  }

  private void rehearseWhenIdle() {
    Pause.of(BEFORE_REHEARSAL);
    try {
      if (Memory.availableMegabytes() > NEEDED_FOR_REHEARSAL_MEGABYTES) {
        Rehearsal.hold(options.settings());
      }
    } catch (RuntimeException e) {
      terminal.line(
          terminal.dim("The next start will be no faster than this one: " + e.getMessage()));
    }
  }

  private int succeed() {
    terminal.blank();
    terminal.done("all as it must be", "3 orders, 3 mails", terminal.sinceStart());
    return 0;
  }

  private int complain(List<String> problems) {
    terminal.blank();
    problems.forEach(problem -> terminal.line(terminal.red("✗ ") + problem));
    return FAILED;
  }

  /** Tells once of every process that ends on its own; the rest of the system bears it. */
  private int untilInterrupted() {
    Set<String> told = new HashSet<>();
    while (!stopping) {
      Pause.of(BETWEEN_LOOKS);
      stack
          .ended()
          .forEach((name, log) -> {
            if (!stopping && told.add(name)) {
              terminal.failed(name, "has ended, " + log + " may say why");
            }
          });
    }
    return 0;
  }

  private void stop() {
    stopping = true;
    terminal.during("stopped", "", stack::close);
  }
}
