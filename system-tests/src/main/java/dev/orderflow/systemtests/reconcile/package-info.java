/** The command that checks every promise on a running system. */
@NullMarked
package dev.orderflow.systemtests.reconcile;

import org.jspecify.annotations.NullMarked;
