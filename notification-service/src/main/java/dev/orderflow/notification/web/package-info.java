/** How operators reach the service: notifications over HTTP. */
@NullMarked
package dev.orderflow.notification.web;

import org.jspecify.annotations.NullMarked;
