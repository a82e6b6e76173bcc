package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.benchmark.Meter.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Fills the shop, warms the system up, drives it, waits until all is done, and checks it. */
final class Trial {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Options options;
  private final Stack stack;
  private final Database database;
  private final Topics topics;
  private final Generator generator;
  private final Meter meter;
  private final Basket[] baskets;
  private long sent;

  Trial(
      Options options,
      Stack stack,
      Database database,
      Topics topics,
      Generator generator,
      Meter meter) {
    this.options = options;
    this.stack = stack;
    this.database = database;
    this.topics = topics;
    this.generator = generator;
    this.meter = meter;
    this.baskets = Workload.steady("bench-" + Instant.now().getEpochSecond());
  }

  Measured run() {
    fillTheShop();
    topics.stampWithTimeOfAppend();
    Map<String, Long> atRest = meter.memory();
    warmUp();
    return measure(atRest);
  }

  private void fillTheShop() {
    database.execute(
        Service.ORDER,
        """
        insert into product select 'SKU-' || n, 'Product number ' || n, 5 + n %% 100 + 0.99, 'EUR', true
        from generate_series(0, %1$d - 1) n;
        insert into product values ('%2$s', 'Star map poster', 19.50, 'EUR', true)\
        """
            .formatted(Workload.PRODUCTS, Workload.GONE));
    database.execute(
        Service.INVENTORY,
        """
        insert into stock (sku, on_hand, restocked) select 'SKU-' || n, 1e9, 1e9
        from generate_series(0, %1$d - 1) n;
        insert into stock (sku, on_hand, restocked) values ('%2$s', 0, 0)\
        """
            .formatted(Workload.PRODUCTS, Workload.GONE));
  }

  private void warmUp() {
    Benchmark.say("Warming up for " + options.warmUp().toSeconds() + " s");
    Placements run = placements(Schedule.ramp(options.rate(), options.warmUp()));
    generator.run(run);
    generator.finish();
    Backlog.awaitEmpty(database, topics, PATIENCE);
  }

  private Measured measure(Map<String, Long> atRest) {
    Benchmark.say(
        "%.0f orders/s for %d s".formatted(options.rate(), options.duration().toSeconds()));
    Map<TopicPartition, Long> starts = topics.ends();
    Reading before = meter.read();
    Placements run = placements(Schedule.steady(options.rate(), options.duration()));
    generator.run(run);
    Reading last = meter.read();
    Backlog backlog = Backlog.of(database, topics);
    generator.finish();
    boolean drained = Backlog.awaitEmpty(database, topics, PATIENCE);
    Reading after = meter.read();
    Benchmark.say("Checking every order");
    Milestones milestones = new Milestones(run);
    topics.readFrom(starts, milestones::read);
    EndCheck.Result ending = EndCheck.of(run, database, stack.sandboxes());
    return new Measured(
        options.scenario(),
        run,
        milestones,
        before,
        last,
        after,
        atRest,
        meter.peak(),
        backlog,
        drained,
        ending);
  }

  private Placements placements(Schedule schedule) {
    Placements run = new Placements(schedule, baskets, sent);
    sent += run.count();
    return run;
  }
}
