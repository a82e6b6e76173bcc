/** Many rows with one statement, many statements with one round trip. */
@NullMarked
package dev.orderflow.jdbc;

import org.jspecify.annotations.NullMarked;
