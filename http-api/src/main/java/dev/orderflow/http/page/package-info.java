/** Pages over lists that grow while they are read. */
@NullMarked
package dev.orderflow.http.page;

import org.jspecify.annotations.NullMarked;
