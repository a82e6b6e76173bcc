package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.Checkout;
import dev.orderflow.localstack.Port;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What {@code system-tests/benchmark} runs. */
public final class Benchmark {

  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final Path FOLDER = Checkout.root().resolve(".orderflow/benchmark");

  private Benchmark() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    try {
      Options options = Options.parse(Arrays.asList(arguments));
      if (options.help()) {
        System.out.print(Options.usage());
      } else {
        System.exit(run(options));
      }
    } catch (Options.Mistake mistake) {
      System.err.println(mistake.getMessage() + " (see system-tests/benchmark --help)");
      System.exit(MISUSED);
    }
  }

  private static int run(Options options) {
    try (Stack stack = new Stack(FOLDER.resolve("state"))) {
      say("Starting");
      stack.startServers().startServices();
      try (Database database = new Database(stack.local().postgres());
          Topics topics = new Topics(stack.local().kafka().bootstrapServers());
          Generator generator = new Generator(stack.port(Port.ORDER));
          Meter meter = new Meter(stack.parts())) {
        Measured measured = new Trial(options, stack, database, topics, generator, meter).run();
        System.out.println();
        System.out.print(Report.of(measured));
        return measured.isRight() ? 0 : FAILED;
      }
    }
  }

  static void say(String what) {
    System.out.println(what + " …");
  }
}
