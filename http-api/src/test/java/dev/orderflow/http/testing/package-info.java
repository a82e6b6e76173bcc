/** For the tests of every service that speaks HTTP. */
@NullMarked
package dev.orderflow.http.testing;

import org.jspecify.annotations.NullMarked;
