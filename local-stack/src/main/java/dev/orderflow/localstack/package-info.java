/** The whole system on one machine without Docker. */
@NullMarked
package dev.orderflow.localstack;

import org.jspecify.annotations.NullMarked;
