package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.Service;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/** What the services hold on to when all is quiet: what leaks would only grow. */
final class Resources {

  /** A quiet service has about 40; virtual threads are none. */
  private static final double MOST_THREADS = 120;

  /** The pool of one instance, and us who ask. */
  private static final int MOST_CONNECTIONS_PER_INSTANCE = 11;

  /**
   * A quiet service's relay and sweeps still ask their database now and then, so one look may find
   * a connection at work. One that leaked is never given back.
   */
  private static final Duration MOST_TIME_TO_GIVE_BACK = Duration.ofSeconds(10);

  private final Scene scene;

  Resources(Scene scene) {
    this.scene = scene;
  }

  void check() {
    for (Service service : Service.values()) check(service);
  }

  private void check(Service service) {
    String metrics = scene.shop.metrics(service.port());
    double threads = sum(metrics, "jvm_threads_live_threads");
    double heap = sum(metrics, "jvm_memory_used_bytes\\{[^}]*area=\"heap\"[^}]*}") / (1 << 20);
    long connections =
        scene.database.number(
            service, "select count(*) from pg_stat_activity where datname = current_database()");
    scene.journal.say(
        "%s: %.0f threads, %.0f MB of heap, %d connections"
            .formatted(service.folder(), threads, heap, connections));
    expect(threads <= MOST_THREADS, service, threads + " threads");
    if (!Waiting.until(MOST_TIME_TO_GIVE_BACK, () -> connectionsInUse(service) == 0)) {
      broken(service, "connections that nobody gives back: " + sessions(service));
    }
    int most = scene.of(service).size() * MOST_CONNECTIONS_PER_INSTANCE;
    expect(connections <= most, service, connections + " connections");
  }

  private List<String> sessions(Service service) {
    return scene.database.query(
        service,
        """
        select format('%s for %s after %s', state, now() - state_change, left(query, 200)) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
        """,
        row -> row.getString(1));
  }

  private double connectionsInUse(Service service) {
    return sum(scene.shop.metrics(service.port()), "hikaricp_connections_active");
  }

  private void expect(boolean holds, Service service, String what) {
    if (!holds) broken(service, what);
  }

  private void broken(Service service, String what) {
    scene.journal.broken("LEAK", service.folder(), what);
  }

  private static double sum(String metrics, String series) {
    Matcher samples = Pattern.compile("(?m)^" + series + "(?:\\{[^}]*})? (\\S+)$").matcher(metrics);
    double[] values =
        samples.results().mapToDouble(sample -> Double.parseDouble(sample.group(1))).toArray();
    if (values.length == 0) throw new IllegalStateException("No metric is called " + series);
    return DoubleStream.of(values).sum();
  }
}
