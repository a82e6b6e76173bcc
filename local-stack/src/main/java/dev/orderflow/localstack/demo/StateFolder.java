package dev.orderflow.localstack.demo;

import dev.orderflow.localstack.FolderLock;
import dev.orderflow.localstack.Folders;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the demo does not forget, and the lock that keeps a second demo off it. */
record StateFolder(Path path) {

  /** All that the parts of the stack keep; whatever else lies there is somebody's. */
  private static final List<String> PARTS =
      List.of("postgres", "kafka", "inbox", "provider", "log");

  /** What the lock was called before. */
  private static final String OLD_LOCK = "lock";

  /** Why the folder cannot be had, or nothing when it is ours until the end of this JVM. */
  Optional<String> take() {
    try {
      Files.createDirectories(path);
      if (!isOurs()) {
        return Optional.of(path + " holds other things: choose an empty folder with --data DIR.");
      }
      return isFree()
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

  /** Deletes what the stack keeps, and nothing else. */
  void forget() {
    PARTS.forEach(part -> Folders.delete(path.resolve(part)));
  }

  // A demo that was started before the lock had its name still runs.
  private boolean isFree() throws IOException {
    Path old = path.resolve(OLD_LOCK);
    return (!Files.exists(old) || FolderLock.lock(old)) && FolderLock.take(path);
  }

  private boolean isOurs() throws IOException {
    return Files.exists(FolderLock.fileIn(path)) || isFromBefore() || isEmpty();
  }

  private boolean isFromBefore() {
    return Stream.of(OLD_LOCK, "postgres", "kafka").map(path::resolve).allMatch(Files::exists);
  }

  // A start that had failed at once left nothing but the lock.
  private boolean isEmpty() throws IOException {
    try (Stream<Path> content = Files.list(path)) {
      return content.allMatch(file -> file.endsWith(OLD_LOCK));
    }
  }
}
