/** What an order is and what may become of it: decided here, without Kafka, web or clock. */
@NullMarked
package dev.orderflow.order.domain;

import org.jspecify.annotations.NullMarked;
