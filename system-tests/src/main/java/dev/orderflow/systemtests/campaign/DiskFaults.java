package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.process.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** No room under PostgreSQL or Kafka. What ends by it is started again, as an operator would. */
final class DiskFaults implements AutoCloseable {

  private static final int BACK_SECONDS = 60;
  private static final Duration LONGEST_DEATH = Duration.ofSeconds(20);

  private final Optional<Disk> postgres;
  private final Optional<Disk> kafka;

  private DiskFaults(Optional<Disk> postgres, Optional<Disk> kafka) {
    this.postgres = postgres;
    this.kafka = kafka;
  }

  /** Before the stack is started in this folder. */
  static DiskFaults mountIn(Path state) {
    return new DiskFaults(
        Disk.mount(state.resolve("postgres")), Disk.mount(state.resolve("kafka")));
  }

  boolean arePossible() {
    return postgres.isPresent() && kafka.isPresent();
  }

  void database(Strike strike, Scene scene, Probe probe) {
    fill(postgres.orElseThrow(), strike);
    goOn(() -> scene.stack.postgres().process(), scene.stack.postgres()::start, scene, probe);
  }

  void broker(Strike strike, Scene scene, Probe probe) {
    fill(kafka.orElseThrow(), strike);
    goOn(() -> scene.stack.kafka().process(), scene.stack.kafka()::start, scene, probe);
  }

  private static void fill(Disk disk, Strike strike) {
    disk.fill();
    Waiting.sleep(strike.lasting());
    disk.makeRoom();
  }

  // Either dies of it sooner or later, or has never noticed.
  private static void goOn(
      Supplier<ChildProcess> process, Runnable start, Scene scene, Probe probe) {
    Waiting.until(LONGEST_DEATH, () -> !process.get().isAlive() || works(scene, probe));
    if (!process.get().isAlive()) {
      scene.journal.say(process.get().name() + " has ended and is started again");
      start.run();
    }
    probe.ordersGoOn("with room on the disk", scene.shop, BACK_SECONDS);
  }

  private static boolean works(Scene scene, Probe probe) {
    return probe.place(scene.shop).status() == 201
        && scene.finder.outboxes().values().stream().allMatch(pending -> pending == 0);
  }

  @Override
  public void close() {
    postgres.ifPresent(Disk::close);
    kafka.ifPresent(Disk::close);
  }
}
