/** Servers for the services' integration tests, from containers where there is Docker. */
@NullMarked
package dev.orderflow.localstack.testing;

import org.jspecify.annotations.NullMarked;
