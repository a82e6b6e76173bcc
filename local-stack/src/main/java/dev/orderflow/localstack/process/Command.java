package dev.orderflow.localstack.process;

import java.io.IOException;
import java.util.List;

/** Short programs of which only their success is of interest. */
public final class Command {

  private Command() {}

  /** Runs the command to its end; false as well when there is no such program. */
  public static boolean succeeds(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Sends a signal that Java has no method for; does nothing when the process is gone. */
  static void signal(String signal, long pid) {
    succeeds(List.of("sh", "-c", "kill -" + signal + " " + pid));
  }
}
