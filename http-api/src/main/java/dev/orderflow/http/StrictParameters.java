package dev.orderflow.http;

import static java.util.stream.Collectors.toSet;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Each is one that is asked for, there once, with a value: Spring would take a misspelt or empty
 * one for left out, and a list that is filtered for the whole, and of a repeated one the first.
 */
final class StrictParameters implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    boolean isFirst = request.getDispatcherType() == DispatcherType.REQUEST;
    if (isFirst && request.getQueryString() != null) {
      requireOneValueEach(request.getParameterMap());
      if (handler instanceof HandlerMethod method) {
        requireKnown(request.getParameterMap().keySet(), method);
      }
    }
    return true;
  }

  private static void requireKnown(Set<String> names, HandlerMethod method) {
    Set<String> known =
        Arrays.stream(method.getMethodParameters())
            .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
            .map(parameter -> parameter.getParameter().getName())
            .collect(toSet());
    for (String name : names) {
      if (!known.contains(name)) throw malformed(name + " is not a parameter of this request.");
    }
  }

  private static void requireOneValueEach(Map<String, String[]> parameters) {
    parameters.forEach((name, values) -> {
      if (values.length > 1) throw malformed(name + " is there more than once.");
      if (values[0].isEmpty()) throw malformed(name + " is empty.");
    });
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, detail);
  }
}
