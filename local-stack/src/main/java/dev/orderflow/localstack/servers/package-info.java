/** The real PostgreSQL and the real Kafka broker, as child processes. */
@NullMarked
package dev.orderflow.localstack.servers;

import org.jspecify.annotations.NullMarked;
