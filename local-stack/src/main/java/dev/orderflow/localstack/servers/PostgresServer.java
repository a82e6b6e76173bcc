package dev.orderflow.localstack.servers;

import dev.orderflow.localstack.Folders;
import dev.orderflow.localstack.process.ChildProcess;
import dev.orderflow.localstack.process.ChildProcess.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL with durable settings, in a folder of its own. It can be stopped, killed and
 * started again: data and port stay.
 */
public final class PostgresServer implements AutoCloseable {

  private static final String SUPERUSER = "postgres";
  private static final OrdinaryUser USER = OrdinaryUser.onThisMachine();

  /** A recovery that is broken off begins anew; a server that ends meanwhile is seen at once. */
  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  private static final Duration STOP_GRACE = Duration.ofSeconds(20);

  /** The children of a killed server need about a second to see its end. */
  private static final int START_ATTEMPTS = 20;

  /**
   * Four services with a pool each, several instances of each in the fault tests, and a person with
   * psql.
   */
  private static final int MAX_CONNECTIONS = 300;

  /**
   * While a new file of the log is filled with zeros, all commits wait; a quarter of the usual 16
   * MB is a quarter of the wait. Not without zeros: a full disk could then end the server with any
   * commit.
   */
  private static final int LOG_FILE_MEGABYTES = 4;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "shared_buffers", "256MB",
          // Each checkpoint makes the next change of every page write the whole page to the log.
          "checkpoint_timeout", "15min",
          "max_wal_size", "2GB",
          "max_connections", String.valueOf(MAX_CONNECTIONS),
          "listen_addresses", "localhost",
          "unix_socket_directories", "");

  /**
   * Each connection keeps the memory that its statements need, some megabytes; only what is larger
   * than a megabyte in one piece goes back. The C library would give all of it back after each
   * statement and fetch it again for the next, page by page.
   */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "MALLOC_TRIM_THRESHOLD_", String.valueOf(8 * 1024 * 1024),
          "MALLOC_TOP_PAD_", String.valueOf(1024 * 1024),
          "MALLOC_MMAP_THRESHOLD_", String.valueOf(1024 * 1024));

  private final Path folder;
  private final int port;
  private @Nullable ChildProcess process;

  public PostgresServer(Path folder, int port) {
    this.folder = folder.toAbsolutePath().normalize();
    this.port = port;
  }

  /** What keeps PostgreSQL from running on this machine, in a sentence, if anything does. */
  public static Optional<String> obstacle() {
    return USER.obstacle();
  }

  public PostgresServer start() {
    Path data = folder.resolve("data");
    if (!Files.exists(data)) {
      initialize(data);
    }
    USER.own(folder);
    removeLockOfTheDead(data.resolve("postmaster.pid"));
    for (int attempt = 1; !startOnce(data, attempt == START_ATTEMPTS); attempt++) {}
    return this;
  }

  /** The running server's process, to be killed or paused. */
  public ChildProcess process() {
    if (process == null) {
      throw new IllegalStateException("PostgreSQL has not been started");
    }
    return process;
  }

  public int port() {
    return port;
  }

  public String jdbcUrl(String database) {
    return "jdbc:postgresql://localhost:" + port + "/" + database;
  }

  /** See {@link Databases#create}. */
  public void createDatabase(String name, String password) {
    databases().create(name, password);
  }

  /** Ends connections and server, with everything written. */
  public void stop() {
    if (process != null) {
      process.stop(STOP_GRACE);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /**
   * False when the children of a server that was killed are still there and keep this one out for a
   * moment.
   */
  private boolean startOnce(Path data, boolean last) {
    ChildProcess started =
        ChildProcess.start(
            "PostgreSQL",
            command(data),
            ENVIRONMENT,
            folder.resolve("postgres.log"),
            StopSignal.INT);
    process = started;
    try {
      started.awaitReady(START_LIMIT, () -> answersFrom(data));
      return true;
    } catch (IllegalStateException e) {
      if (last || !started.output().contains("is still in use")) {
        throw e;
      }
      return false;
    }
  }

  /**
   * PostgreSQL trusts that the number in its lock file is still a server's; after a reboot it may
   * be anybody's.
   */
  private void removeLockOfTheDead(Path lock) {
    try {
      if (Files.exists(lock)
          && !isServerOfThisFolder(Long.parseLong(Files.readAllLines(lock).getFirst()))) {
        Files.delete(lock);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isServerOfThisFolder(long pid) {
    return ProcessHandle.of(pid)
        .filter(server ->
            server.info().commandLine().orElse("postgres " + folder).contains(folder.toString()))
        .isPresent();
  }

  private List<String> command(Path data) {
    List<String> command = new ArrayList<>();
    command.addAll(
        USER.running(program("postgres"), "-D", data.toString(), "-p", String.valueOf(port)));
    SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }

  /**
   * Fills a folder beside and renames it, so that one that was left half-made is never taken for a
   * database.
   */
  private void initialize(Path data) {
    try {
      Files.createDirectories(folder);
      Path unfinished = folder.resolve("data.unfinished");
      Folders.delete(unfinished);
      USER.own(folder);
      Path password = Files.writeString(folder.resolve("password"), SUPERUSER);
      List<String> command =
          USER.running(
              program("initdb"),
              "--pgdata=" + unfinished,
              "--username=" + SUPERUSER,
              "--pwfile=" + password,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--wal-segsize=" + LOG_FILE_MEGABYTES);
      ChildProcess.start("initdb", command, Map.of(), folder.resolve("initdb.log"), StopSignal.TERM)
          .awaitSuccess(START_LIMIT);
      Files.delete(password);
      Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a database in " + folder, e);
    }
  }

  private static String program(String name) {
    return PostgresBinaries.unpacked().resolve("bin").resolve(name).toString();
  }

  /** A server that has the port on one of the addresses of localhost may answer in its place. */
  private boolean answersFrom(Path data) {
    Optional<Path> answering = databases().folder();
    if (answering.isPresent() && !answering.get().equals(data)) {
      throw new IllegalStateException(
          "Another PostgreSQL listens on port " + port + ", with its data in " + answering.get());
    }
    return answering.isPresent();
  }

  public Databases databases() {
    return new Databases(jdbcUrl("postgres"), SUPERUSER, SUPERUSER);
  }
}
