/** The payment provider sandbox, called over HTTP as any client of Stripe would. */
@NullMarked
package dev.orderflow.localstack.provider;

import org.jspecify.annotations.NullMarked;
