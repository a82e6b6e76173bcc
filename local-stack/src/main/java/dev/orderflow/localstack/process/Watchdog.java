package dev.orderflow.localstack.process;

import dev.orderflow.localstack.process.ChildProcess.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shell that waits for the end of this JVM, however it comes, and then stops the children that
 * are left. It learns of the end by the closing of the pipe between them, which even {@code kill
 * -9} cannot prevent.
 */
final class Watchdog {

  private static final String SCRIPT =
      """
      children=
      while read -r verb signal pid; do
        rest=
        for child in $children; do [ "${child#*:}" = "$pid" ] || rest="$rest $child"; done
        children=$rest
        [ "$verb" = watch ] && children="$children $signal:$pid"
      done
      for child in $children; do kill -CONT "${child#*:}"; kill -"${child%%:*}" "${child#*:}"; done 2>/dev/null
      for second in 1 2 3 4 5 6 7 8 9 10; do
        left=
        for child in $children; do kill -0 "${child#*:}" 2>/dev/null && left=yes; done
        [ -n "$left" ] || exit 0
        sleep 1
      done
      for child in $children; do kill -KILL "${child#*:}"; done 2>/dev/null
      """;

  private static @Nullable OutputStream pipe;

  private Watchdog() {}

  static void watch(long pid, StopSignal signal) {
    tell("watch " + signal + " " + pid);
  }

  /** Never fails: a watchdog that is gone kills nobody. */
  static void forget(long pid) {
    try {
      tell("forget - " + pid);
    } catch (UncheckedIOException e) {
      // The next child's start says so.
    }
  }

  private static synchronized void tell(String line) {
    try {
      if (pipe == null) {
        pipe = start();
      }
      pipe.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      pipe.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the watchdog of the child processes is gone", e);
    }
  }

  private static OutputStream start() throws IOException {
    List<String> command = new ArrayList<>(Detached.prefix());
    command.addAll(List.of("sh", "-c", SCRIPT));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .getOutputStream();
  }
}
