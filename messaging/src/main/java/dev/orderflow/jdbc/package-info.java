/** Many rows with one statement. */
@NullMarked
package dev.orderflow.jdbc;

import org.jspecify.annotations.NullMarked;
