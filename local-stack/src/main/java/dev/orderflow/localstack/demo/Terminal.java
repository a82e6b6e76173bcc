package dev.orderflow.localstack.demo;

import dev.orderflow.localstack.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Writes for people: colours and a line that moves where a person watches, plain lines where none
 * does.
 */
final class Terminal implements Progress {

  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final Duration SPINNER_TURN = Duration.ofMillis(100);

  private final PrintStream out;
  private final boolean watched;
  private final long start = System.nanoTime();
  private final Set<String> pending = new LinkedHashSet<>();
  private int turn;

  private Terminal(PrintStream out, boolean watched) {
    this.out = out;
    this.watched = watched;
    if (watched) {
      Thread.ofPlatform().daemon().name("spinner").start(this::spin);
    }
  }

  static Terminal ofThisProcess() {
    boolean watched = isTerminal() && System.getenv("NO_COLOR") == null;
    return new Terminal(System.out, watched);
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  synchronized void line(String text) {
    out.println((watched ? CLEAR_LINE : "") + text);
    out.flush();
  }

  void blank() {
    line("");
  }

  void heading(String text) {
    blank();
    line(bold(text));
  }

  void done(String what, String remark, Duration time) {
    line("  %s %-25s %s %s".formatted(green("✓"), what, pad(remark, 28), dim(seconds(time))));
  }

  void failed(String what, String remark) {
    line("  %s %-25s %s".formatted(red("✗"), what, remark));
  }

  @Override
  public void during(String part, String address, Runnable start) {
    long begin = System.nanoTime();
    pending(part, true);
    try {
      start.run();
      pending(part, false);
      done(part, address, Duration.ofNanos(System.nanoTime() - begin));
    } catch (RuntimeException e) {
      pending(part, false);
      failed(part, "failed");
      throw e;
    }
  }

  Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  String bold(String text) {
    return style("1", text);
  }

  String dim(String text) {
    return style("2", text);
  }

  String green(String text) {
    return style("32", text);
  }

  String yellow(String text) {
    return style("33", text);
  }

  String red(String text) {
    return style("31", text);
  }

  String cyan(String text) {
    return style("36", text);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%5.1f s", time.toMillis() / 1000.0);
  }

  private static String pad(String text, int width) {
    return String.format("%-" + width + "s", text);
  }

  private String style(String code, String text) {
    return watched ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private synchronized void pending(String part, boolean isPending) {
    if (isPending) {
      pending.add(part);
    } else {
      pending.remove(part);
    }
  }

  private void spin() {
    while (true) {
      Pause.of(SPINNER_TURN);
      showPending();
    }
  }

  private synchronized void showPending() {
    if (!pending.isEmpty()) {
      turn = (turn + 1) % SPINNER.length();
      String names = String.join(", ", pending);
      out.print(CLEAR_LINE + "  " + cyan(String.valueOf(SPINNER.charAt(turn))) + dim(" " + names));
      out.flush();
    }
  }
}
