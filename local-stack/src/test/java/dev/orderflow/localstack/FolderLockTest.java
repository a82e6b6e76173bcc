package dev.orderflow.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @TempDir Path folder;

  @Test
  void letsOneAtAFolder() throws IOException {
    assertThat(FolderLock.take(folder.resolve("new"))).isTrue();

    assertThat(FolderLock.take(folder.resolve("new"))).isFalse();
    assertThat(FolderLock.take(folder.resolve("another"))).isTrue();
  }
}
