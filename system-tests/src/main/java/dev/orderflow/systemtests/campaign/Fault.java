package dev.orderflow.systemtests.campaign;

/** Does a fault and heals it; what must hold meanwhile and at once afterwards is looked at too. */
@FunctionalInterface
interface Fault {

  /** Returns when it is healed. */
  void strike(Strike strike) throws Exception;
}
