package dev.orderflow.messaging;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Keeps an order's trace in one piece over everything that outlives a thread: outbox rows, batches,
 * retries, replays. What is stored is the W3C {@code traceparent}.
 */
public final class Tracing {

  private static final String TRACEPARENT = "traceparent";

  private final Tracer tracer;

  public Tracing(OpenTelemetry openTelemetry) {
    this.tracer = openTelemetry.getTracer("dev.orderflow");
  }

  /** The current span to be stored with a row; null when there is none. */
  public @Nullable String currentTraceparent() {
    SpanContext span = Span.current().getSpanContext();
    if (!span.isValid()) return null;
    return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
  }

  /**
   * Runs the action in a span that continues a stored one; the entries of the log context hold
   * meanwhile.
   */
  public void inSpan(
      String name, @Nullable String traceparent, Map<String, String> logContext, Runnable action) {
    inSpan(
        name,
        traceparent,
        logContext,
        () -> {
          action.run();
          return true;
        });
  }

  /** As {@link #inSpan(String, String, Map, Runnable)}, with a result. */
  public <T> T inSpan(
      String name,
      @Nullable String traceparent,
      Map<String, String> logContext,
      Supplier<T> action) {
    Span span =
        tracer
            .spanBuilder(name)
            .setParent(contextOf(traceparent))
            .setSpanKind(SpanKind.CONSUMER)
            .startSpan();
    logContext.forEach(MDC::put);
    try (Scope _ = span.makeCurrent()) {
      return action.get();
    } catch (RuntimeException | Error e) {
      span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
      throw e;
    } finally {
      logContext.keySet().forEach(MDC::remove);
      span.end();
    }
  }

  private static Context contextOf(@Nullable String traceparent) {
    if (traceparent == null || traceparent.isEmpty()) return Context.root();
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), traceparent, AsIs.GETTER);
  }

  private enum AsIs implements TextMapGetter<String> {
    GETTER;

    @Override
    public Iterable<String> keys(String carrier) {
      return List.of(TRACEPARENT);
    }

    @Override
    public @Nullable String get(@Nullable String carrier, String key) {
      return key.equals(TRACEPARENT) ? carrier : null;
    }
  }
}
