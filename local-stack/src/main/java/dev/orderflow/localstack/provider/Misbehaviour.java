package dev.orderflow.localstack.provider;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults that are set, and how often each may still strike. */
final class Misbehaviour {

  private record Armed(Fault fault, AtomicInteger left) {}

  private record Plan(Fault.Faults faults, List<Armed> armed) {}

  private volatile Plan plan = plan(Fault.Faults.NONE);

  void set(Fault.Faults faults) {
    plan = plan(faults);
  }

  Fault.Faults faults() {
    return plan.faults;
  }

  long searchDelayMillis() {
    Long delay = plan.faults.searchDelayMillis();
    return delay == null ? 0 : delay;
  }

  /** The fault that befalls this call; {@link Fault#NONE} mostly. */
  Fault next(Call.Operation operation, String order) {
    for (Armed armed : plan.armed) {
      if (armed.fault.fits(operation, order) && strikes(armed)) return armed.fault;
    }
    return Fault.NONE;
  }

  private static boolean strikes(Armed armed) {
    Double probability = armed.fault.probability();
    if (probability != null && ThreadLocalRandom.current().nextDouble() >= probability)
      return false;
    return armed.left.getAndUpdate(left -> left > 0 ? left - 1 : 0) > 0;
  }

  private static Plan plan(Fault.Faults faults) {
    List<Fault> list = faults.faults() == null ? List.of() : faults.faults();
    return new Plan(faults, list.stream().map(Misbehaviour::arm).toList());
  }

  private static Armed arm(Fault fault) {
    return new Armed(
        fault, new AtomicInteger(fault.times() == null ? Integer.MAX_VALUE : fault.times()));
  }
}
