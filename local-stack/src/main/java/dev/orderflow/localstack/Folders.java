package dev.orderflow.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/** Making and deleting folders with all that is in them. */
public final class Folders {

  private static final String UNFINISHED = "unfinished-";

  /** Longer than anything takes to be unpacked. */
  private static final Duration LEFT_AFTER = Duration.ofDays(1);

  private Folders() {}

  public static void delete(Path folder) {
    try (Stream<Path> content = Files.walk(folder)) {
      for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      // Gone is what it was to be.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  /**
   * A new folder, to be filled and renamed: so one with the right name is always complete. Those
   * that were never renamed go after a day.
   */
  public static Path unfinishedIn(Path parent) throws IOException {
    Files.createDirectories(parent);
    try (Stream<Path> folders = Files.list(parent)) {
      folders
          .filter(folder -> folder.getFileName().toString().startsWith(UNFINISHED))
          .forEach(Folders::deleteIfOld);
    }
    return Files.createTempDirectory(parent, UNFINISHED);
  }

  private static void deleteIfOld(Path folder) {
    try {
      Instant longAgo = Instant.now().minus(LEFT_AFTER);
      if (Files.getLastModifiedTime(folder).toInstant().isBefore(longAgo)) delete(folder);
    } catch (IOException | UncheckedIOException e) {
      // It is another user's, or has just been renamed: nothing depends on it.
    }
  }
}
