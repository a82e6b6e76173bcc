package dev.orderflow.localstack.process;

import dev.orderflow.localstack.Checkout;
import dev.orderflow.localstack.Folders;
import dev.orderflow.localstack.process.ChildProcess.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * A Spring Boot jar laid out in the way that starts fastest, kept until the jar has other contents.
 * Once trained, it also has a cache of loaded and linked classes, and of what the compilers know
 * about methods after some load, which fits only this layout, this JVM and these flags of it.
 */
final class Installation {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Path folder;
  private final Path jar;

  private Installation(Path folder, Path jar) {
    this.folder = folder;
    this.jar = jar;
  }

  static synchronized Installation of(Path executableJar) {
    try {
      String name = executableJar.getFileName().toString().replaceFirst("-exec\\.jar$", "");
      Path folder = Checkout.cache().resolve(name + "-" + version(executableJar));
      if (!Files.exists(folder)) {
        deleteOlder(name);
        unpack(executableJar, folder);
      }
      return new Installation(folder, folder.resolve(executableJar.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + executableJar, e);
    }
  }

  boolean isTrainedFor(List<String> flags) {
    return Files.exists(cacheFor(flags));
  }

  /** The command that runs the service, with the cache when there is one. */
  List<String> command(List<String> flags) {
    return run(isTrainedFor(flags) ? with(flags, "-XX:AOTCache=" + cacheFor(flags)) : flags);
  }

  /** The command that runs the service and, when it ends, writes what its JVM has learned. */
  List<String> learning(List<String> flags, Path learned) {
    return run(with(flags, "-XX:AOTCacheOutput=" + learned));
  }

  /** Makes what was written the cache of all later commands with these flags. */
  void keep(Path learned, List<String> flags) {
    try {
      Files.move(learned, cacheFor(flags), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the JVM has not written what it learned", e);
    }
  }

  private List<String> run(List<String> flags) {
    List<String> command = new ArrayList<>(Jvm.command(flags));
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  private static List<String> with(List<String> flags, String... more) {
    return Stream.concat(flags.stream(), Stream.of(more)).toList();
  }

  private Path cacheFor(List<String> flags) {
    return folder.resolve(cacheName(flags, System.getProperty("java.vm.version")));
  }

  /** A JVM takes no cache of another build of itself. */
  static String cacheName(List<String> flags, String jvm) {
    return Integer.toHexString(Objects.hash(flags, jvm)) + ".aot";
  }

  // Of the contents: a build that has changed nothing writes the jar anew all the same.
  static String version(Path executableJar) throws IOException {
    try (ZipFile jar = new ZipFile(executableJar.toFile())) {
      int contents =
          jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(entry -> List.of(entry.getName(), entry.getCrc()))
              .toList()
              .hashCode();
      return Integer.toHexString(contents);
    }
  }

  private static void unpack(Path executableJar, Path folder) throws IOException {
    Path unfinished = Folders.unfinishedIn(Checkout.cache());
    List<String> command = new ArrayList<>(Jvm.command(Jvm.QUICK_START));
    command.add(Jvm.SERIAL_COLLECTOR);
    command.addAll(List.of("-Djarmode=tools", "-jar", executableJar.toString(), "extract"));
    command.addAll(List.of("--force", "--destination", unfinished.toString()));
    ChildProcess.start(
            "unpacking", command, Map.of(), unfinished.resolve("unpacking.log"), StopSignal.TERM)
        .awaitSuccess(LIMIT);
    try {
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      Folders.delete(unfinished);
    }
  }

  private static void deleteOlder(String name) throws IOException {
    Path cache = Checkout.cache();
    if (Files.isDirectory(cache)) {
      try (Stream<Path> folders = Files.list(cache)) {
        folders
            .filter(folder -> folder.getFileName().toString().startsWith(name + "-"))
            .forEach(Folders::delete);
      }
    }
  }
}
