package dev.orderflow.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

  private static final long YESTERDAY = 1_700_000_000_000L;
  private static final long TODAY = YESTERDAY + 86_400_000;

  @TempDir Path folder;

  @Test
  void knowsAJarAgainThatABuildHasWrittenAnew() throws IOException {
    Path jar = jar("a.jar", "lines of a class", YESTERDAY);

    assertThat(Installation.version(jar("b.jar", "lines of a class", TODAY)))
        .isEqualTo(Installation.version(jar));
    assertThat(Installation.version(jar("c.jar", "other lines of it", YESTERDAY)))
        .isNotEqualTo(Installation.version(jar));
  }

  @Test
  void trainsAnewForAnotherJvm() {
    String trained = Installation.cacheName(Jvm.FULL_SPEED, "25.0.1+8-LTS");

    assertThat(Installation.cacheName(List.copyOf(Jvm.FULL_SPEED), "25.0.1+8-LTS"))
        .isEqualTo(trained);
    assertThat(Installation.cacheName(Jvm.FULL_SPEED, "25.0.2+10-LTS")).isNotEqualTo(trained);
    assertThat(Installation.cacheName(Jvm.QUICK_START, "25.0.1+8-LTS")).isNotEqualTo(trained);
  }

  private Path jar(String name, String content, long time) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      ZipEntry entry = new ZipEntry("Order.class");
      entry.setTime(time);
      out.putNextEntry(entry);
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }
}
