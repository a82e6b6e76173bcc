package dev.orderflow.http.problem;

import dev.orderflow.http.json.MalformedJson;
import dev.orderflow.messaging.Failures;
import java.time.Duration;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Turns whatever a controller or the framework throws into a problem, in {@code
 * application/problem+json} even for clients that accept something else only.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemAdvice extends ResponseEntityExceptionHandler {

  /** A restart of PostgreSQL takes a few seconds; asking earlier only adds to its load. */
  private static final Duration DATABASE_RETRY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  @Nullable ResponseEntity<Object> unexpected(Exception e, WebRequest request) {
    // A broken pipe to the database looks like one to the client.
    boolean clientHasLeft =
        !Failures.isTransient(e) && DisconnectedClientHelper.isClientDisconnectedException(e);
    if (clientHasLeft) return null;
    ProblemException problem = problemOf(e);
    return handleExceptionInternal(
        problem, problem.problem(), problem.getHeaders(), problem.getStatusCode(), request);
  }

  private static ProblemException problemOf(Exception e) {
    if (Failures.isTransient(e)) {
      if (Failures.isError(e)) LOG.error("Answered 503: this process is broken", e);
      else LOG.warn("Answered 503: {}", Failures.summary(e));
      return new ProblemException(ProblemType.UNAVAILABLE, "Try again in a moment.")
          .retryAfter(DATABASE_RETRY);
    }
    if (e instanceof InvalidParameterException) {
      return new ProblemException(
          ProblemType.MALFORMED_REQUEST, "The query string cannot be decoded.");
    }
    LOG.error("Answered 500", e);
    return new ProblemException(ProblemType.INTERNAL_ERROR, "The operators' log says more.");
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem = Problems.of(ProblemType.MALFORMED_REQUEST, MalformedJson.describe(e));
    return handleExceptionInternal(e, problem, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotWritable(
      HttpMessageNotWritableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return unexpected(e, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    String name =
        e instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : "A value";
    ProblemDetail problem = Problems.of(ProblemType.MALFORMED_REQUEST, name + " is malformed.");
    return handleExceptionInternal(e, problem, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<String> details =
        e.getParameterValidationResults().stream()
            .flatMap(result ->
                result.getResolvableErrors().stream()
                    .map(error ->
                        result.getMethodParameter().getParameterName()
                            + " "
                            + error.getDefaultMessage()))
            .toList();
    ProblemDetail problem =
        Problems.of(ProblemType.MALFORMED_REQUEST, String.join("; ", details) + ".");
    return handleExceptionInternal(e, problem, headers, status, request);
  }

  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    HttpHeaders own = new HttpHeaders();
    own.putAll(headers);
    own.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return new ResponseEntity<>(typed(body, status), own, status);
  }

  /** The framework's own problems have no type: they get the one of their status. */
  private static ProblemDetail typed(@Nullable Object body, HttpStatusCode status) {
    if (body instanceof ProblemDetail typed && typed.getType() != null) return typed;
    String detail = body instanceof ProblemDetail own ? own.getDetail() : null;
    return Problems.ofStatus(status.value(), detail == null ? "" : detail);
  }
}
