package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A disk in memory, which can be full. Only root may have one, and not in every container. */
final class Disk implements AutoCloseable {

  private static final String ROOMY = "4g";

  /** What is written between the look and the change makes it fail: a little more, and again. */
  private static final int SLACK_BYTES = 64 * 1024;

  private static final int ATTEMPTS = 50;

  private final Path folder;

  private Disk(Path folder) {
    this.folder = folder;
  }

  /** Empty where it is not allowed. */
  static Optional<Disk> mount(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean mounted =
        Command.succeeds(
            List.of("mount", "-t", "tmpfs", "-o", "size=" + ROOMY, "tmpfs", folder.toString()));
    return mounted ? Optional.of(new Disk(folder)) : Optional.empty();
  }

  /** There is no room for another byte. */
  void fill() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (resize(String.valueOf(used() + (long) attempt * SLACK_BYTES))) return;
    }
    throw new IllegalStateException(folder + " cannot be made full");
  }

  void makeRoom() {
    resize(ROOMY);
  }

  @Override
  public void close() {
    Command.succeeds(List.of("umount", "-l", folder.toString()));
  }

  private boolean resize(String size) {
    return Command.succeeds(List.of("mount", "-o", "remount,size=" + size, folder.toString()));
  }

  private long used() {
    try {
      FileStore store = Files.getFileStore(folder);
      return store.getTotalSpace() - store.getUnallocatedSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
