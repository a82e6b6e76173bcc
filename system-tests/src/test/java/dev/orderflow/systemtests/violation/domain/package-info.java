/** What the architecture forbids. */
@NullMarked
package dev.orderflow.systemtests.violation.domain;

import org.jspecify.annotations.NullMarked;
