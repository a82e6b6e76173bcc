/**
 * What the other modules' tests share: servers, from containers where there is Docker, and a client
 * that keeps no rule.
 */
@NullMarked
package dev.orderflow.localstack.testing;

import org.jspecify.annotations.NullMarked;
