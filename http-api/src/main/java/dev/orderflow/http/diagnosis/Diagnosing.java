package dev.orderflow.http.diagnosis;

import java.util.Optional;
import java.util.UUID;

/**
 * How an order stands in this service, from its own database only; one bean per service. What is
 * parked or not yet published of the order is found without it.
 */
public interface Diagnosing {

  /** Empty if nothing is recorded of this order here. */
  Optional<Standing> standingOf(UUID orderId);
}
