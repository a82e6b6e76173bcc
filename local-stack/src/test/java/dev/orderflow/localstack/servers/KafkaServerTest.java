package dev.orderflow.localstack.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.localstack.process.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerTest {

  @TempDir Path folder;

  @Test
  void writesItsPortsInTheSameDigitsOnEveryMachine() throws IOException {
    Locale here = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("fa"));

      new KafkaServer(folder, 9092, Jvm.QUICK_START).configure();
    } finally {
      Locale.setDefault(here);
    }

    assertThat(Files.readString(folder.resolve("server.properties")))
        .contains("advertised.listeners=PLAINTEXT\\://localhost\\:9092")
        .containsPattern("controller.quorum.voters=1@localhost\\\\:[0-9]+");
  }
}
