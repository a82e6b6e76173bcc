package dev.orderflow.localstack.demo;

import dev.orderflow.localstack.FolderLock;
import dev.orderflow.localstack.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the demo does not forget, and the lock that keeps a second demo off it. */
record StateFolder(Path path) {

  /** Why the folder cannot be had, or nothing when it is ours until the end of this JVM. */
  Optional<String> take() {
    try {
      Files.createDirectories(path);
      if (!Files.exists(lock()) && !content().isEmpty()) {
        return Optional.of(path + " holds other things: choose an empty folder with --data DIR.");
      }
      return FolderLock.take(path)
          ? Optional.empty()
          : Optional.of("Another demo is running with the data in " + path + ".");
    } catch (AccessDeniedException e) {
      return Optional.of(
          path + " belongs to another user: choose a folder of yours with --data DIR.");
    } catch (FileAlreadyExistsException e) {
      return Optional.of(path + " is a file: choose a folder with --data DIR.");
    } catch (IOException e) {
      return Optional.of(
          "Nothing can be kept in %s (%s): choose another folder with --data DIR."
              .formatted(path, e.getMessage()));
    }
  }

  /** Deletes everything but the lock. */
  void forget() {
    try {
      content().stream().filter(file -> !file.equals(lock())).forEach(Folders::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path lock() {
    return FolderLock.fileIn(path);
  }

  private List<Path> content() throws IOException {
    try (Stream<Path> content = Files.list(path)) {
      return content.toList();
    }
  }
}
