package dev.orderflow.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends the signals that Java has no method for, through the shell's own kill. */
final class Signals {

  private Signals() {}

  /** Does nothing when the process is gone. */
  static void send(String signal, long pid) {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid + " 2>/dev/null")
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
