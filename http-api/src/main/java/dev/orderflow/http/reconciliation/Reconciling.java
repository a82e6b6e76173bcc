package dev.orderflow.http.reconciliation;

/** What a service compares; one bean per service. */
public interface Reconciling {

  /**
   * Goes through all there is to compare, in steps: each a short read that holds no locks, followed
   * by {@link Run#checked}. What others change meanwhile is not found.
   */
  void reconcile(Run run);
}
