package dev.orderflow.localstack;

import java.util.Optional;
import java.util.stream.Stream;

/** Runs actions one after the other. */
final class InTurn {

  private InTurn() {}

  /** Runs them all, whatever fails; throws what the first that failed has thrown. */
  static void run(Stream<Runnable> actions) {
    actions
        .flatMap(action -> failureOf(action).stream())
        .reduce((first, next) -> {
          first.addSuppressed(next);
          return first;
        })
        .ifPresent(first -> {
          throw first;
        });
  }

  private static Optional<RuntimeException> failureOf(Runnable action) {
    try {
      action.run();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }
}
