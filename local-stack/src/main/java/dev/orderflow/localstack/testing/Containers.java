package dev.orderflow.localstack.testing;

import dev.orderflow.localstack.servers.Databases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The servers from Docker's official images. */
final class Containers {

  private static final boolean WANTED = decide();

  private Containers() {}

  static boolean areWanted() {
    return WANTED;
  }

  @SuppressWarnings("resource") // Ends with the JVM.
  static Databases postgres() {
    PostgreSQLContainer postgres =
        new PostgreSQLContainer("postgres:18").withDatabaseName("postgres");
    postgres.start();
    AtExit.run(postgres::stop);
    String url =
        "jdbc:postgresql://"
            + postgres.getHost()
            + ":"
            + postgres.getMappedPort(5432)
            + "/postgres";
    return new Databases(url, postgres.getUsername(), postgres.getPassword());
  }

  @SuppressWarnings("resource") // Ends with the JVM.
  static String kafka() {
    KafkaContainer kafka =
        new KafkaContainer("apache/kafka:4.2.2")
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000");
    kafka.start();
    AtExit.run(kafka::stop);
    return kafka.getBootstrapServers();
  }

  private static boolean decide() {
    String choice =
        System.getProperty(
            "ORDERFLOW_TEST_SERVERS",
            System.getenv().getOrDefault("ORDERFLOW_TEST_SERVERS", "auto"));
    return switch (choice.toLowerCase(Locale.ROOT)) {
      case "containers" -> true;
      case "embedded" -> false;
      case "auto" -> isEngineLikely() && DockerClientFactory.instance().isDockerAvailable();
      default ->
          throw new IllegalStateException(
              "ORDERFLOW_TEST_SERVERS is containers or embedded, not " + choice);
    };
  }

  /** Spares a machine without Docker the long search for it, and its logs the report. */
  private static boolean isEngineLikely() {
    return System.getenv("DOCKER_HOST") != null
        || Files.exists(Path.of("/var/run/docker.sock"))
        || Files.exists(Path.of(System.getProperty("user.home"), ".docker/run/docker.sock"));
  }
}
