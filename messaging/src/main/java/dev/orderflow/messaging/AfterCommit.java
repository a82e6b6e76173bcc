package dev.orderflow.messaging;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Runs what must not happen unless the current transaction commits. */
public final class AfterCommit {

  private AfterCommit() {}

  /**
   * Runs the action after the commit, on the same thread, or never if the transaction rolls back or
   * the process dies between: only for what another mechanism would do later anyway.
   *
   * @throws IllegalStateException outside a transaction
   */
  public static void run(Runnable action) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            action.run();
          }
        });
  }
}
