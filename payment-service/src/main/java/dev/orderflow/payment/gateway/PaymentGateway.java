package dev.orderflow.payment.gateway;

import dev.orderflow.payment.domain.ProviderAnswer;
import dev.orderflow.payment.domain.ProviderCall;

/** A payment provider. Called by thousands of virtual threads at a time. */
public interface PaymentGateway {

  /**
   * Makes the call and waits for the answer, within the call's time-out. Calls of the same
   * operation with the same idempotency key move money once. Never throws: whatever is not the
   * provider's word is {@link ProviderAnswer.Unclear}.
   */
  ProviderAnswer ask(ProviderCall call);
}
