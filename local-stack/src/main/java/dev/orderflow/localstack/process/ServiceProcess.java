package dev.orderflow.localstack.process;

import dev.orderflow.localstack.process.ChildProcess.StopSignal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a service as a JVM of its own. It can be stopped, killed, paused and started
 * again.
 */
public final class ServiceProcess implements AutoCloseable {

  /** A migration that is broken off begins anew; a service that ends meanwhile is seen at once. */
  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  private static final Duration STOP_GRACE = Duration.ofSeconds(30);

  /** Ten to twenty seconds of a processor that is free. */
  private static final Duration WRITING_LIMIT = Duration.ofMinutes(10);

  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(PROBE_TIMEOUT).build();

  private final String name;
  private final Path executableJar;
  private final int port;
  private final List<String> jvmFlags;
  private final Map<String, String> environment;
  private final Path log;
  private @Nullable ChildProcess process;

  /** The environment is the service's whole configuration, its port included. */
  public ServiceProcess(
      String name,
      Path executableJar,
      int port,
      List<String> jvmFlags,
      Map<String, String> environment,
      Path log) {
    this.name = name;
    this.executableJar = executableJar;
    this.port = port;
    this.jvmFlags = jvmFlags;
    this.environment = environment;
    this.log = log;
  }

  /** Starts the service and waits until it is ready. */
  public ServiceProcess start() {
    launch();
    awaitReady();
    return this;
  }

  /** Starts the service without waiting for it. */
  public void launch() {
    launch(List.of());
  }

  /** The same with more flags for its JVM, this once; without what it has learned, so slower. */
  public void launch(List<String> moreFlags) {
    List<String> flags = Stream.concat(jvmFlags.stream(), moreFlags.stream()).toList();
    launchWith(installation().command(flags));
  }

  private void launchWith(List<String> command) {
    process = ChildProcess.start(name, command, environment, log, StopSignal.TERM);
  }

  public void awaitReady() {
    process().awaitReady(START_LIMIT, this::isReady);
  }

  public boolean isReady() {
    HttpRequest probe =
        HttpRequest.newBuilder(URI.create(url() + "/actuator/health/readiness"))
            .timeout(PROBE_TIMEOUT)
            .build();
    try {
      return HTTP.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public boolean isTrained() {
    return installation().isTrainedFor(jvmFlags);
  }

  /** The same as {@link #start}, slowly, with a JVM that learns until it is stopped. */
  public ServiceProcess startToLearn() {
    launchWith(installation().learning(jvmFlags, learned()));
    awaitReady();
    return this;
  }

  /** Stops the service; all later starts of this jar with these flags know what it has learned. */
  public void stopAndKeepLearned() {
    process().stop(WRITING_LIMIT);
    installation().keep(learned(), jvmFlags);
  }

  private Path learned() {
    return log.resolveSibling(name + ".aot");
  }

  public String name() {
    return name;
  }

  public int port() {
    return port;
  }

  public String url() {
    return "http://localhost:" + port;
  }

  public Path log() {
    return log;
  }

  /** The running JVM, to be killed or paused. */
  public ChildProcess process() {
    if (process == null) {
      throw new IllegalStateException(name + " has not been started");
    }
    return process;
  }

  /** Lets the service finish what it has begun. */
  public void stop() {
    if (process != null) {
      process.stop(STOP_GRACE);
    }
  }

  public void kill() {
    process().kill();
  }

  public void pause() {
    process().pause();
  }

  public void resume() {
    process().resume();
  }

  @Override
  public void close() {
    stop();
  }

  private Installation installation() {
    if (!Files.exists(executableJar)) {
      throw new IllegalStateException(
          executableJar + " is not there: build it with ./mvnw package");
    }
    return Installation.of(executableJar);
  }
}
