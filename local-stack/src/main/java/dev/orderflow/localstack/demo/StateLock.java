package dev.orderflow.localstack.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a second demo off the same state. The system lets go of it when the process ends, however
 * it ends.
 */
final class StateLock {

  /** A channel that is garbage gives its lock back. */
  private static final List<FileChannel> HELD = new ArrayList<>();

  private StateLock() {}

  /** Why the state cannot be had, or nothing when it is ours until the end of this JVM. */
  static Optional<String> take(Path state) {
    Path file = state.resolveSibling(state.getFileName() + ".lock");
    try {
      Files.createDirectories(state);
      return isOurs(file)
          ? Optional.empty()
          : Optional.of("Another demo is running with the data in " + state + ".");
    } catch (AccessDeniedException e) {
      return Optional.of(
          "%s belongs to another user: choose another folder with --data DIR.".formatted(state));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOurs(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    HELD.add(channel);
    return channel.tryLock() != null;
  }
}
