/**
 * The payment provider of the local stack: an HTTP server that speaks the part of Stripe's API that
 * payment-service uses, keeps its ledger across crashes and misbehaves on request.
 */
@NullMarked
package dev.orderflow.localstack.provider;

import org.jspecify.annotations.NullMarked;
