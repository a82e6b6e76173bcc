package dev.orderflow.payment.gateway;

import dev.orderflow.events.value.Money;
import dev.orderflow.payment.domain.ProviderAnswer;
import dev.orderflow.payment.domain.ProviderCall;
import dev.orderflow.payment.domain.ProviderRecord;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A payment provider. Called by thousands of virtual threads at a time. */
public interface PaymentGateway {

  /**
   * Makes the call and waits for the answer, within the call's time-out. Calls of the same
   * operation with the same idempotency key move money once. Never throws: whatever is not the
   * provider's word is {@link ProviderAnswer.Unclear}.
   */
  ProviderAnswer ask(ProviderCall call);

  /**
   * What the provider has recorded of a payment; asks for nothing to be done. Never throws: what is
   * not the provider's word is {@link ProviderRecord.State#UNKNOWN}.
   *
   * @param reference the provider's name for it; null to look for the order instead
   */
  ProviderRecord find(UUID orderId, @Nullable String reference, Money amount);
}
