package dev.orderflow.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {

  @TempDir Path parent;

  @Test
  void deletesWhatWasLeftUnfinishedLongAgo() throws IOException {
    Path left = folder("unfinished-1", Duration.ofHours(25));
    Path underWay = folder("unfinished-2", Duration.ofHours(1));
    Path finished = folder("postgresql", Duration.ofHours(25));

    Path another = Folders.unfinishedIn(parent);

    assertThat(left).doesNotExist();
    assertThat(underWay).exists();
    assertThat(finished).exists();
    assertThat(another).isEmptyDirectory();
  }

  private Path folder(String name, Duration age) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(name));
    Files.createFile(folder.resolve("file"));
    return Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(age)));
  }
}
