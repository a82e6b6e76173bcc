/** Events as they travel: topics, the CloudEvents envelope and its codec. */
@NullMarked
package dev.orderflow.events.wire;

import org.jspecify.annotations.NullMarked;
