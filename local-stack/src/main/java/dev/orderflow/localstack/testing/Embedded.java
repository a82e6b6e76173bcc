package dev.orderflow.localstack.testing;

import dev.orderflow.localstack.Folders;
import dev.orderflow.localstack.process.Jvm;
import dev.orderflow.localstack.servers.Databases;
import dev.orderflow.localstack.servers.FreePorts;
import dev.orderflow.localstack.servers.KafkaServer;
import dev.orderflow.localstack.servers.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The servers as child processes, with their data in a temporary folder that goes with the JVM. */
final class Embedded {

  private Embedded() {}

  static Databases postgres() {
    Path folder = temporaryFolder("postgres");
    PostgresServer server = new PostgresServer(folder, FreePorts.next());
    AtExit.run(() -> {
      server.process().kill();
      Folders.delete(folder);
    });
    return server.start().databases();
  }

  static String kafka() {
    Path folder = temporaryFolder("kafka");
    KafkaServer server = new KafkaServer(folder, FreePorts.next(), Jvm.QUICK_START);
    AtExit.run(() -> {
      server.process().kill();
      Folders.delete(folder);
    });
    return server.start().bootstrapServers();
  }

  private static Path temporaryFolder(String name) {
    try {
      return Files.createTempDirectory("orderflow-" + name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
