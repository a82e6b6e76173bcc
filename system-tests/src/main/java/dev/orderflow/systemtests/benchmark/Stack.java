package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.AllAtOnce;
import dev.orderflow.localstack.Folders;
import dev.orderflow.localstack.LocalStack;
import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import dev.orderflow.localstack.Service;
import dev.orderflow.localstack.StackSettings;
import dev.orderflow.localstack.inbox.Inbox;
import dev.orderflow.localstack.process.ChildProcess;
import dev.orderflow.localstack.process.Jvm;
import dev.orderflow.localstack.process.Leftovers;
import dev.orderflow.localstack.process.ServiceProcess;
import dev.orderflow.localstack.provider.ProviderSandbox;
import dev.orderflow.localstack.servers.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The whole system with an empty state. Inbox and payment provider are processes of their own here,
 * so that each is seen to take what it takes.
 */
final class Stack implements AutoCloseable {

  static final String KAFKA = "Kafka";
  static final String POSTGRES = "PostgreSQL";
  static final String INBOX = "inbox";
  static final String PROVIDER = "provider sandbox";
  static final String GENERATOR = "generator";

  /** Not the system: elsewhere that is done by customers, a bank and a mail provider. */
  static final Set<String> SURROUNDINGS = Set.of(INBOX, PROVIDER, GENERATOR);

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);
  private static final int KEPT_MAILS = 10_000_000;

  private final Path state;
  private final LocalStack local;
  private final List<ServiceProcess> instances = new ArrayList<>();
  private final Map<String, ChildProcess> surroundings = new LinkedHashMap<>();

  Stack(Path state) {
    this.state = state;
    Leftovers.stopIn(state);
    Folders.delete(state);
    local = new LocalStack(StackSettings.standard().withState(state).withPorts(Ports.free()));
  }

  /** Everything that the services need. */
  Stack startServers() {
    AllAtOnce.run(
        Stream.of(local::startPostgres, local::startKafka, this::startInbox, this::startProvider));
    return this;
  }

  Stack startServices() {
    local.startServices();
    for (Service service : Service.values()) instances.add(local.service(service));
    return this;
  }

  /** One more instance of every service. */
  void startSecondInstances() {
    List<ServiceProcess> further = Stream.of(Service.values()).map(local::furtherInstance).toList();
    AllAtOnce.run(further.stream().map(instance -> instance::start));
    instances.addAll(further);
  }

  ServiceProcess service(Service service) {
    return local.service(service);
  }

  void stopServices() {
    AllAtOnce.run(instances.stream().map(instance -> instance::stop));
  }

  LocalStack local() {
    return local;
  }

  /** Of all instances that take orders. */
  List<Integer> orderPorts() {
    return instancesOf(Service.ORDER).map(ServiceProcess::port).toList();
  }

  Sandboxes sandboxes() {
    return new Sandboxes(local.ports());
  }

  int port(Port port) {
    return local.ports().of(port);
  }

  /** The processes of each part, by its name. */
  Map<String, Supplier<List<Long>>> parts() {
    Map<String, Supplier<List<Long>>> parts = new LinkedHashMap<>();
    for (Service service : Service.values()) {
      parts.put(service.folder(), () -> pidsOf(service));
    }
    parts.put(KAFKA, () -> List.of(local.kafka().process().pid()));
    parts.put(POSTGRES, () -> List.of(local.postgres().process().pid()));
    surroundings.forEach((name, process) -> parts.put(name, () -> List.of(process.pid())));
    parts.put(GENERATOR, () -> List.of(ProcessHandle.current().pid()));
    return parts;
  }

  private List<Long> pidsOf(Service service) {
    return instancesOf(service).map(instance -> instance.process().pid()).toList();
  }

  private Stream<ServiceProcess> instancesOf(Service service) {
    return instances.stream().filter(instance -> instance.name().startsWith(service.folder()));
  }

  @Override
  public void close() {
    local.close();
    surroundings.values().forEach(process -> process.stop(STOP_GRACE));
  }

  private void startInbox() {
    startBeside(
        INBOX,
        Port.INBOX,
        Inbox.class,
        state.resolve("inbox").toString(),
        String.valueOf(port(Port.SMTP)),
        String.valueOf(port(Port.INBOX)),
        String.valueOf(KEPT_MAILS));
  }

  private void startProvider() {
    startBeside(
        PROVIDER,
        Port.PROVIDER,
        ProviderSandbox.class,
        String.valueOf(port(Port.PROVIDER)),
        state.resolve("provider/ledger").toString());
  }

  private void startBeside(String name, Port port, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(Jvm.command(Jvm.FULL_SPEED));
    command.addAll(List.of(Jvm.SERIAL_COLLECTOR, "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Path log = state.resolve("log/" + name.replace(' ', '-') + ".log");
    ChildProcess process =
        ChildProcess.start(name, command, Map.of(), log, ChildProcess.StopSignal.TERM);
    process.awaitReady(START_LIMIT, () -> !FreePorts.isFree(port(port)));
    synchronized (surroundings) {
      surroundings.put(name, process);
    }
  }
}
