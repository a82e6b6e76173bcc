/** Child processes that can be stopped, killed and paused, and that never outlive their parent. */
@NullMarked
package dev.orderflow.localstack.process;

import org.jspecify.annotations.NullMarked;
