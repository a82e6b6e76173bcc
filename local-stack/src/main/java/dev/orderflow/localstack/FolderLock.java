package dev.orderflow.localstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Keeps everybody else off a folder until this JVM ends, however it ends. */
public final class FolderLock {

  /** A channel that is garbage gives its lock back; the system does when the process ends. */
  private static final List<FileChannel> HELD = new ArrayList<>();

  private FolderLock() {}

  /** False when the folder is somebody else's. It is made when it is not there. */
  public static boolean take(Path folder) throws IOException {
    Files.createDirectories(folder);
    return lock(fileIn(folder));
  }

  /** False when somebody else holds a lock on the file, which is made when it is not there. */
  public static boolean lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    HELD.add(channel);
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** What the lock is held on: deleted, it would let the next one in. */
  public static Path fileIn(Path folder) {
    return folder.resolve("orderflow.lock");
  }
}
