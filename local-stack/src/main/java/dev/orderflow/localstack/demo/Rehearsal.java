package dev.orderflow.localstack.demo;

import dev.orderflow.localstack.AllAtOnce;
import dev.orderflow.localstack.Checkout;
import dev.orderflow.localstack.Folders;
import dev.orderflow.localstack.LocalStack;
import dev.orderflow.localstack.Service;
import dev.orderflow.localstack.StackSettings;
import dev.orderflow.localstack.process.ChildProcess;
import dev.orderflow.localstack.process.ChildProcess.StopSignal;
import dev.orderflow.localstack.process.Jvm;
import dev.orderflow.localstack.process.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Some thousand orders for a stack of its own, from which the JVMs of the services learn how to
 * start in half the time, and what a first load will call: without that they interpret it for half
 * a minute, and compile meanwhile what they happen to meet.
 */
public final class Rehearsal {

  private static final int ORDERS = 4_000;
  private static final int CUSTOMERS = 8;
  private static final int ORDERS_PER_LOOK = 10;
  private static final int ORDERS_PER_FAILURE = 25;

  /** On a busy machine fewer orders are placed: what was learned of them is kept, too. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final List<String> AT_LEISURE = List.of("nice", "-n", "19");

  private final Shop shop;
  private final AtomicInteger placed = new AtomicInteger();
  private volatile String last = "";
  private final long end = System.nanoTime() + LONGEST.toNanos();

  private Rehearsal(Shop shop) {
    this.shop = shop;
  }

  /**
   * Returns when services whose JVMs get these settings' flags know what is to be learned; at once
   * when they did before. Takes minutes of what others leave of the processors, and 2.5 GB of
   * memory.
   *
   * @throws IllegalStateException if it failed; the services start without it as well
   */
  public static void hold(StackSettings settings) {
    if (new LocalStack(StackSettings.standard().withJvmFlags(settings.jvmFlags())).isTrained()) {
      return;
    }
    // A process of its own: whatever it starts is as polite as it is.
    List<String> command = new ArrayList<>(AT_LEISURE);
    command.addAll(Jvm.command(Jvm.QUICK_START));
    command.addAll(List.of(Jvm.SERIAL_COLLECTOR, "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Rehearsal.class.getName());
    command.addAll(settings.jvmFlags());
    Path log = settings.state().resolve("log/rehearsal.log");
    ChildProcess.start("the rehearsal", command, Map.of(), log, StopSignal.TERM)
        .awaitSuccess(LIMIT);
  }

  /** Holds one for services whose JVMs get these flags. */
  public static void main(String[] jvmFlags) throws IOException {
    Path state = Folders.unfinishedIn(Checkout.cache());
    StackSettings settings = StackSettings.isolated(state).withJvmFlags(List.of(jvmFlags));
    try (LocalStack stack = new LocalStack(settings)) {
      stack.startServers();
      AllAtOnce.run(services(stack).map(service -> service::startToLearn));
      new Rehearsal(new Shop(stack.ports()::url)).run();
      // One at a time: each starts another JVM to write what it has learned.
      services(stack).forEach(ServiceProcess::stopAndKeepLearned);
    }
    Folders.delete(state);
  }

  private static Stream<ServiceProcess> services(LocalStack stack) {
    return Stream.of(Service.values()).map(stack::service);
  }

  private void run() {
    Catalogue.OF_THE_DEMO.fill(shop);
    AllAtOnce.run(IntStream.range(0, CUSTOMERS).mapToObj(_ -> this::placeOrders));
    while (isOn() && !isSettled(last)) {
      Pause.of(BETWEEN_LOOKS);
    }
  }

  private void placeOrders() {
    int number = placed.getAndIncrement();
    while (number < ORDERS && isOn()) {
      try {
        place(number);
      } catch (RuntimeException e) {
        complain(e);
      }
      number = placed.getAndIncrement();
    }
  }

  private void place(int number) {
    String id = shop.place(story(number).request()).path("id").asString();
    if (number % ORDERS_PER_LOOK == 0) {
      shop.order(id);
      shop.events(id);
    }
    last = id;
  }

  private boolean isSettled(String id) {
    try {
      return shop.order(id).path("settled").asBoolean();
    } catch (RuntimeException e) {
      complain(e);
      return false;
    }
  }

  // Where others need the processors an answer may come too late. It is no test.
  private static void complain(RuntimeException e) {
    System.out.println(e.getMessage());
  }

  // Among those that are confirmed, some that are not.
  private static Story story(int number) {
    List<Story> stories = Story.WALK_THROUGH;
    boolean fails = number % ORDERS_PER_FAILURE == 0;
    return stories.get(fails ? number / ORDERS_PER_FAILURE % stories.size() : 0);
  }

  private boolean isOn() {
    return System.nanoTime() < end;
  }
}
