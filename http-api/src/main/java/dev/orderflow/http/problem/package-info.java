/** Every refusal and failure as RFC 9457 problem, with one catalogue of types. */
@NullMarked
package dev.orderflow.http.problem;

import org.jspecify.annotations.NullMarked;
