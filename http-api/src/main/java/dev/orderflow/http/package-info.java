/** How all four services speak HTTP; switched on by being on the class path. */
@NullMarked
package dev.orderflow.http;

import org.jspecify.annotations.NullMarked;
