package dev.orderflow.localstack.servers;

import dev.orderflow.localstack.Checkout;
import dev.orderflow.localstack.Folders;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine, unpacked once from the jar that carries them. */
final class PostgresBinaries {

  private PostgresBinaries() {}

  /** The folder with {@code bin}, {@code lib} and {@code share}. */
  static Path unpacked() {
    URL archive = PostgresBinaries.class.getResource("/postgres-" + platform() + ".txz");
    if (archive == null) {
      throw new IllegalStateException(
          "there is no PostgreSQL for " + platform() + " on the class path");
    }
    try {
      Path home = home(archive);
      if (!Files.exists(home)) {
        unpack(archive, home);
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL", e);
    }
  }

  /**
   * Another version has another size, and so a folder of its own; from that of the earlier one,
   * servers of other processes may still run.
   */
  static Path home(URL archive) throws IOException {
    String size = Long.toHexString(archive.openConnection().getContentLengthLong());
    return Checkout.cache().resolve("postgresql-" + platform() + "-" + size);
  }

  private static String platform() {
    String system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    String processor = System.getProperty("os.arch").matches("aarch64|arm64") ? "arm_64" : "x86_64";
    return system + "-" + processor;
  }

  /**
   * Unpacks beside and renames, so that a folder with that name is always complete, whoever else is
   * at it.
   */
  private static void unpack(URL archive, Path home) throws IOException {
    Path unfinished = Folders.unfinishedIn(Checkout.cache());
    try (InputStream packed = archive.openStream()) {
      unpack(
          new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed))),
          unfinished);
    }
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
      Folders.delete(unfinished);
    }
  }

  private static void unpack(TarArchiveInputStream archive, Path target) throws IOException {
    for (TarArchiveEntry entry = archive.getNextEntry();
        entry != null;
        entry = archive.getNextEntry()) {
      Path path = entry.resolveIn(target);
      if (entry.isDirectory()) {
        Files.createDirectories(path);
        continue;
      }
      Files.createDirectories(path.getParent());
      if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      } else {
        Files.copy(archive, path);
        if ((entry.getMode() & 0100) != 0) {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }
}
