package dev.orderflow.http.problem;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The problems that a request may be answered with, for the OpenAPI document. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface MayFail {

  /**
   * Beside those that every request may be answered with, and {@code MALFORMED_REQUEST}, which is
   * documented wherever something of the request is read.
   */
  ProblemType[] value();
}
