package dev.orderflow.payment.domain;

import dev.orderflow.events.PaymentEvent;
import dev.orderflow.events.wire.EventEnvelope;
import java.util.Optional;

/**
 * What payment-service says at once to an order event.
 *
 * @param event empty while the provider has not been asked
 * @param repeated the order event was late or a duplicate: nothing changed, and this is once more
 *     the latest event of the payment, with its id
 */
public record Answer(Optional<EventEnvelope<PaymentEvent>> event, boolean repeated) {}
