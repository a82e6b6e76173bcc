package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.benchmark.Meter.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The running system, and all that drives and watches it. */
final class Rig implements AutoCloseable {

  /** Whatever takes longer than this to be done will not be done. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration BEFORE_OUTAGE = Duration.ofSeconds(10);
  private static final Duration OUTAGE = Duration.ofMinutes(1);
  private static final long PROVIDER_MILLIS = 300;
  private static final int PAST_ORDERS = 1_000_000;

  private final Scenario scenario;
  final Stack stack;
  final Database database;
  final Topics topics;
  final Meter meter;
  private final Generator generator;
  private final Basket[] baskets;
  private final Map<String, Long> memoryAtRest;
  private long ordered;

  private Rig(Scenario scenario, Stack stack) {
    this.scenario = scenario;
    this.stack = stack;
    database = new Database(stack.local().postgres());
    topics = new Topics(stack.local().kafka().bootstrapServers());
    generator = new Generator(stack.orderPorts());
    meter = new Meter(stack.parts());
    memoryAtRest = meter.memory();
    baskets = Workload.of(scenario, "bench-" + Instant.now().getEpochSecond());
  }

  /** Starts everything with an empty state in the folder. */
  static Rig start(Scenario scenario, Path state) {
    Stack stack = new Stack(state);
    try {
      stack.startServers().startServices();
      if (scenario == Scenario.TWO_INSTANCES) stack.startSecondInstances();
      Rig rig = new Rig(scenario, stack);
      rig.prepare();
      return rig;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void prepare() {
    Workload.fill(database);
    topics.stampWithTimeOfAppend();
    switch (scenario) {
      case SLOW_PROVIDER -> stack.sandboxes().slowDownTheProvider(PROVIDER_MILLIS);
      case MILLION -> PastOrders.fill(database, PAST_ORDERS);
      default -> {}
    }
  }

  /** Places orders that nobody looks at. */
  void warmUp(double rate, Duration duration) {
    generator.run(placements(Schedule.ramp(rate, duration)));
    generator.finish();
    Backlog.awaitEmpty(database, topics, PATIENCE);
  }

  /** Places orders, waits until all is done, and checks it. */
  Measured measure(Schedule schedule) {
    Map<TopicPartition, Long> starts = topics.ends();
    Storage storedBefore = Storage.of(database, topics);
    Reading before = meter.read();
    Placements run = placements(schedule);
    Thread outage = Thread.ofPlatform().start(scenario == Scenario.DRAIN ? this::outage : () -> {});
    generator.run(run);
    Reading sent = meter.read();
    Backlog backlog = Backlog.of(database, topics);
    generator.finish();
    Pause.join(outage);
    boolean drained = Backlog.awaitEmpty(database, topics, PATIENCE);
    Reading after = meter.read();
    Storage stored = Storage.of(database, topics).since(storedBefore);
    Milestones milestones = new Milestones(run);
    topics.readFrom(starts, milestones::read);
    EndCheck.Result ending = EndCheck.of(run, database, stack.sandboxes());
    return new Measured(
        scenario,
        run,
        milestones,
        new Measured.Readings(before, sent, after, meter.readings()),
        new Measured.Memory(memoryAtRest, meter.peak()),
        stored,
        backlog,
        drained,
        ending);
  }

  @Override
  public void close() {
    meter.close();
    generator.close();
    topics.close();
    database.close();
    stack.close();
  }

  /** A minute without payments; begins soon, and ends with a cold JVM. */
  private void outage() {
    Pause.of(BEFORE_OUTAGE);
    stack.service(Service.PAYMENT).stop();
    Pause.of(OUTAGE);
    stack.service(Service.PAYMENT).start();
  }

  private Placements placements(Schedule schedule) {
    Placements run = new Placements(schedule, baskets, ordered);
    ordered += run.count();
    return run;
  }
}
