package dev.orderflow.http;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Each is there once, with a value: Spring would take an empty one for left out, and a list that is
 * filtered for the whole, and of a repeated one the first.
 */
final class StrictParameters implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    boolean isFirst = request.getDispatcherType() == DispatcherType.REQUEST;
    if (isFirst && request.getQueryString() != null) requireOneValueEach(request.getParameterMap());
    return true;
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
