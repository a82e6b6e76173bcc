package dev.orderflow.localstack;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Runs actions side by side. */
public final class AllAtOnce {

  private AllAtOnce() {}

  /** Returns when every action has ended; throws what one of them has thrown. */
  public static void run(Stream<Runnable> actions) {
    run(actions, Executors.newVirtualThreadPerTaskExecutor());
  }

  static void run(Stream<Runnable> actions, ExecutorService threads) {
    try (threads) {
      List<CompletableFuture<Void>> all =
          actions.map(action -> CompletableFuture.runAsync(action, threads)).toList();
      CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
