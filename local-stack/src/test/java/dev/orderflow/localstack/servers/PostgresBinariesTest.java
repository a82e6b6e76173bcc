package dev.orderflow.localstack.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {

  @TempDir Path folder;

  @Test
  void areUnpackedAnewForAnotherArchive() throws Exception {
    URL archive = archive("a.txz", "packed");
    URL another = archive("b.txz", "packed otherwise");

    assertThat(PostgresBinaries.home(another)).isNotEqualTo(PostgresBinaries.home(archive));
  }

  private URL archive(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name), content).toUri().toURL();
  }
}
