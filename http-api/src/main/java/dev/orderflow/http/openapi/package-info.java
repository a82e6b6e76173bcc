/** What the OpenAPI documents of all services say alike. */
@NullMarked
package dev.orderflow.http.openapi;

import org.jspecify.annotations.NullMarked;
