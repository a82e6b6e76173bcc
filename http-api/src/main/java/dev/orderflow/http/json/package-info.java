/**
 * Requests are read strictly: what isn't exactly what we asked for is refused, not guessed at.
 * Answers are sent whole.
 */
@NullMarked
package dev.orderflow.http.json;

import org.jspecify.annotations.NullMarked;
