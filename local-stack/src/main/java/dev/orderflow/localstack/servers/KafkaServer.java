package dev.orderflow.localstack.servers;

import dev.orderflow.localstack.Checkout;
import dev.orderflow.localstack.process.ChildProcess;
import dev.orderflow.localstack.process.ChildProcess.StopSignal;
import dev.orderflow.localstack.process.Jvm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker, alone and its own controller, in a folder of its own. It can be stopped,
 * killed and started again: records and port stay.
 */
public final class KafkaServer implements AutoCloseable {

  /** A recovery that is broken off begins anew; a broker that ends meanwhile is seen at once. */
  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  private static final Duration STOP_GRACE = Duration.ofSeconds(20);
  private static final String CLUSTER_ID = "b3JkZXJmbG93LWxvY2FsMQ";

  private final Path folder;
  private final int port;
  private final List<String> jvmFlags;
  private final int clientPort = FreePorts.next();
  private @Nullable TcpProxy network;
  private @Nullable ChildProcess process;

  public KafkaServer(Path folder, int port, List<String> jvmFlags) {
    this.folder = folder.toAbsolutePath();
    this.port = port;
    this.jvmFlags = jvmFlags;
  }

  /**
   * Gives the broker a second listener, which clients reach only through the proxy: Kafka tells its
   * clients where to connect, so one that was told {@link #bootstrapServers} goes past any proxy.
   */
  public TcpProxy behindProxy() {
    if (network == null) {
      network = TcpProxy.start(FreePorts.next(), clientPort);
    }
    return network;
  }

  public KafkaServer start() {
    configure();
    if (!Files.exists(folder.resolve("data/meta.properties"))) {
      format();
    }
    ChildProcess started = launch("Kafka", "kafka.Kafka", properties().toString());
    process = started;
    started.awaitReady(START_LIMIT, () -> started.output().contains("Kafka Server started"));
    return this;
  }

  /** The running broker's process, to be killed or paused. */
  public ChildProcess process() {
    if (process == null) {
      throw new IllegalStateException("Kafka has not been started");
    }
    return process;
  }

  public int port() {
    return port;
  }

  public String bootstrapServers() {
    return "localhost:" + port;
  }

  public void stop() {
    if (process != null) {
      process.stop(STOP_GRACE);
    }
  }

  @Override
  public void close() {
    stop();
    if (network != null) {
      network.close();
    }
  }

  // As Java's own properties, which escape what the folder's name may have and Kafka would misread.
  void configure() {
    try {
      Files.createDirectories(folder);
      Properties configuration = new Properties();
      configuration.load(new StringReader(configuration(FreePorts.next())));
      configuration.setProperty("log.dirs", folder.resolve("data").toString());
      try (OutputStream file = Files.newOutputStream(properties())) {
        configuration.store(file, "Written at every start.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path properties() {
    return folder.resolve("server.properties");
  }

  private String configuration(int controllerPort) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@localhost:%2$s
    controller.listener.names=CONTROLLER
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT
    inter.broker.listener.name=PLAINTEXT
    listeners=PLAINTEXT://localhost:%1$s,CONTROLLER://localhost:%2$s%3$s
    advertised.listeners=PLAINTEXT://localhost:%1$s%4$s

    # A topic that nobody has created with its partitions is a mistake, not a topic.
    auto.create.topics.enable=false

    # Alone.
    offsets.topic.replication.factor=1
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1

    # Nobody watches whether the controller still writes: twice a second, on the disk.
    metadata.max.idle.interval.ms=0

    # Small: start-up time and memory grow with these.
    offsets.topic.num.partitions=4
    transaction.state.log.num.partitions=2
    log.cleaner.dedupe.buffer.size=16777216
    background.threads=4

    # Consumers get their partitions at once when they come, and those of a dead one within 10 s instead of 45 s.
    group.initial.rebalance.delay.ms=0
    group.min.session.timeout.ms=1000
    group.consumer.min.session.timeout.ms=1000
    group.consumer.session.timeout.ms=10000
    group.consumer.min.heartbeat.interval.ms=500
    group.consumer.heartbeat.interval.ms=2000
    """
        .formatted(
            port,
            controllerPort,
            network == null ? "" : ",PROXIED://localhost:" + clientPort,
            network == null ? "" : ",PROXIED://localhost:" + network.port());
  }

  private void format() {
    ChildProcess format =
        launch(
            "Kafka's format",
            "kafka.tools.StorageTool",
            "format",
            "-t",
            CLUSTER_ID,
            "-c",
            properties().toString());
    format.awaitSuccess(START_LIMIT);
  }

  private ChildProcess launch(String name, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>(Jvm.command(jvmFlags));
    command.addAll(List.of(Jvm.SERIAL_COLLECTOR, "-Xmx256m"));
    command.add("-Dlog4j2.configurationFile=" + logging());
    command.addAll(List.of("-cp", classPath(), mainClass));
    command.addAll(List.of(arguments));
    return ChildProcess.start(
        name, command, Map.of(), folder.resolve("kafka.log"), StopSignal.TERM);
  }

  private String logging() {
    return String.valueOf(
        KafkaServer.class.getResource("/dev/orderflow/localstack/kafka-log4j2.properties"));
  }

  private static String classPath() {
    Path libraries = Checkout.libraries();
    if (!Files.isDirectory(libraries)) {
      throw new IllegalStateException(
          "Kafka's jars are not there yet: run ./mvnw -pl local-stack package");
    }
    return libraries + "/*";
  }
}
