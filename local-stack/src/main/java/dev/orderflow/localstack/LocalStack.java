package dev.orderflow.localstack;

import dev.orderflow.localstack.inbox.Inbox;
import dev.orderflow.localstack.process.Jvm;
import dev.orderflow.localstack.process.Leftovers;
import dev.orderflow.localstack.process.ServiceProcess;
import dev.orderflow.localstack.provider.ProviderSandbox;
import dev.orderflow.localstack.servers.FreePorts;
import dev.orderflow.localstack.servers.KafkaServer;
import dev.orderflow.localstack.servers.PostgresServer;
import dev.orderflow.localstack.servers.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole system on one machine. PostgreSQL, Kafka and the four services are processes of their
 * own, each of which can be killed, paused and started again; the inbox and the payment provider
 * run in this JVM and keep what they know in files. What is left of an earlier stack with the same
 * state is stopped first.
 */
public final class LocalStack implements AutoCloseable {

  /**
   * Room for the thousand requests that may wait in order-service; with less, full collections slow
   * down those that are being served. A service that takes one order at a time lives on a sixth.
   */
  private static final int SERVICE_HEAP_MEGABYTES = 384;

  private final StackSettings settings;
  private final Ports ports;
  private final Progress progress;

  private final PostgresServer postgres;
  private final KafkaServer kafka;
  private @Nullable TcpProxy postgresNetwork;
  private @Nullable TcpProxy kafkaNetwork;
  private @Nullable Inbox inbox;
  private @Nullable ProviderSandbox provider;
  private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
  private final List<ServiceProcess> furtherInstances = new ArrayList<>();

  public LocalStack(StackSettings settings) {
    this(settings, Progress.SILENT);
  }

  public LocalStack(StackSettings settings, Progress progress) {
    this.settings = settings;
    this.ports = settings.ports();
    this.progress = progress;
    this.postgres = new PostgresServer(folder("postgres"), ports.of(Port.POSTGRES));
    this.kafka = new KafkaServer(folder("kafka"), ports.of(Port.KAFKA), settings.jvmFlags());
    if (settings.cuttable()) {
      postgresNetwork = TcpProxy.start(FreePorts.next(), postgres.port());
      kafkaNetwork = kafka.behindProxy();
    }
    for (Service service : Service.values()) {
      services.put(service, instance(service, ports.of(service.port()), service.folder()));
    }
  }

  /** Returns when everything is ready. When a part fails to start, the others are stopped. */
  public LocalStack start() {
    try {
      startServers();
      startServices();
      return this;
    } catch (RuntimeException e) {
      try {
        close();
      } catch (RuntimeException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  /** Whether the services would start with what a rehearsal has taught their JVMs. */
  public boolean isTrained() {
    return services.values().stream().allMatch(ServiceProcess::isTrained);
  }

  /** Everything that the services need; they can then be started one by one. */
  public LocalStack startServers() {
    Leftovers.stopIn(settings.state());
    AllAtOnce.run(
        Stream.of(this::startPostgres, this::startKafka, this::startInbox, this::startProvider));
    return this;
  }

  public LocalStack startServices() {
    AllAtOnce.run(services.values().stream().map(service -> () -> start(service)));
    return this;
  }

  /**
   * Stops the services first, so that they can finish what they have begun. A part that fails to
   * stop keeps none of the others running.
   */
  @Override
  public void close() {
    InTurn.run(
        Stream.of(
            this::stopServices,
            this::stopProvider,
            this::stopInbox,
            () -> AllAtOnce.run(Stream.of(kafka::close, postgres::close)),
            this::closePostgresNetwork));
  }

  private void stopServices() {
    Stream<ServiceProcess> all =
        Stream.concat(services.values().stream(), furtherInstances.stream());
    AllAtOnce.run(all.map(service -> service::stop));
  }

  private void closePostgresNetwork() {
    if (postgresNetwork != null) {
      postgresNetwork.close();
    }
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public KafkaServer kafka() {
    return kafka;
  }

  /** What is between the services and PostgreSQL, if the settings want to cut it. */
  public TcpProxy postgresNetwork() {
    return running(postgresNetwork, "the proxy before PostgreSQL");
  }

  /** What is between the services and Kafka, if the settings want to cut it. */
  public TcpProxy kafkaNetwork() {
    return running(kafkaNetwork, "the proxy before Kafka");
  }

  public Inbox inbox() {
    return running(inbox, "the inbox");
  }

  public ProviderSandbox provider() {
    return running(provider, "the payment provider");
  }

  public ServiceProcess service(Service service) {
    return running(services.get(service), service.folder());
  }

  /** One more instance of a service, on a free port, not yet started; stopped with the stack. */
  public ServiceProcess furtherInstance(Service service) {
    String name = service.folder() + "-" + (furtherInstances.size() + 2);
    ServiceProcess instance = instance(service, FreePorts.next(), name);
    furtherInstances.add(instance);
    return instance;
  }

  /**
   * The processes that have ended although nobody stopped them, by name, with the log that may say
   * why.
   */
  public Map<String, Path> ended() {
    Map<String, Path> ended = new TreeMap<>();
    Stream.concat(
            services.values().stream().map(ServiceProcess::process),
            Stream.of(kafka.process(), postgres.process()))
        .filter(process -> !process.isAlive())
        .forEach(process -> ended.put(process.name(), process.log()));
    return ended;
  }

  public Ports ports() {
    return ports;
  }

  public void startInbox() {
    progress.during(
        Port.INBOX.user(),
        ports.url(Port.INBOX),
        () -> inbox = Inbox.start(folder("inbox"), ports.of(Port.SMTP), ports.of(Port.INBOX)));
  }

  public void stopInbox() {
    if (inbox != null) {
      inbox.close();
    }
  }

  public void startProvider() {
    progress.during(
        Port.PROVIDER.user(),
        ports.url(Port.PROVIDER),
        () -> {
          try {
            provider =
                ProviderSandbox.start(
                    ports.of(Port.PROVIDER), folder("provider").resolve("ledger"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  public void stopProvider() {
    if (provider != null) {
      provider.close();
    }
  }

  public void startPostgres() {
    progress.during(
        Port.POSTGRES.user(),
        "localhost:" + postgres.port(),
        () -> {
          postgres.start();
          Stream.of(Service.values())
              .map(Service::database)
              .forEach(database -> postgres.createDatabase(database, database));
        });
  }

  public void startKafka() {
    progress.during(Port.KAFKA.user(), kafka.bootstrapServers(), kafka::start);
  }

  private void start(ServiceProcess service) {
    progress.during(service.name(), service.url(), service::start);
  }

  private ServiceProcess instance(Service service, int port, String name) {
    List<String> flags = new ArrayList<>(settings.jvmFlags());
    flags.addAll(Jvm.growingHeap(SERVICE_HEAP_MEGABYTES));
    return new ServiceProcess(
        name,
        service.jar(),
        port,
        flags,
        environment(service, port),
        folder("log").resolve(name + ".log"));
  }

  private Map<String, String> environment(Service service, int port) {
    Map<String, String> environment = new HashMap<>(settings.environment());
    // Nobody logs in yet: only this machine may come in.
    environment.put("SERVER_ADDRESS", "localhost");
    environment.put("SERVER_PORT", String.valueOf(port));
    environment.put("SPRING_DATASOURCE_URL", jdbcUrl(service.database()));
    environment.put("SPRING_DATASOURCE_USERNAME", service.database());
    environment.put("SPRING_DATASOURCE_PASSWORD", service.database());
    environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
    switch (service) {
      case ORDER, INVENTORY -> {}
      case PAYMENT -> {
        environment.put("ORDERFLOW_PAYMENT_GATEWAY", "stripe");
        environment.put("ORDERFLOW_PAYMENT_STRIPE_BASE_URL", ports.url(Port.PROVIDER));
        // The sandbox finds at once what Stripe may take an hour to find.
        environment.put("ORDERFLOW_PAYMENT_SEARCH_DELAY", "10s");
        environment.put("ORDERFLOW_PAYMENT_STRIPE_API_KEY", "sk_test_local_stack");
      }
      case NOTIFICATION -> {
        environment.put("SPRING_MAIL_HOST", "localhost");
        environment.put("SPRING_MAIL_PORT", String.valueOf(ports.of(Port.SMTP)));
      }
    }
    return environment;
  }

  private String jdbcUrl(String database) {
    return postgresNetwork == null
        ? postgres.jdbcUrl(database)
        : "jdbc:postgresql://localhost:" + postgresNetwork.port() + "/" + database;
  }

  private String bootstrapServers() {
    return kafkaNetwork == null ? kafka.bootstrapServers() : "localhost:" + kafkaNetwork.port();
  }

  private Path folder(String name) {
    return settings.state().resolve(name);
  }

  private static <T> T running(@Nullable T part, String name) {
    if (part == null) {
      throw new IllegalStateException(name + " has not been started");
    }
    return part;
  }
}
