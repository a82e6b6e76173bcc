package dev.orderflow.localstack.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What to put before a command so that it runs outside the terminal's process group, with the same
 * pid.
 */
final class Detached {

  private static final List<String> PREFIX =
      isOnPath("setsid")
          ? List.of("setsid")
          : List.of("perl", "-e", "setpgrp(0, 0); exec { $ARGV[0] } @ARGV", "--");

  private Detached() {}

  static List<String> prefix() {
    return PREFIX;
  }

  private static boolean isOnPath(String program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
