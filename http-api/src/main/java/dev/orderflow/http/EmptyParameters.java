package dev.orderflow.http;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses them: Spring would take them for left out, and a list that is filtered for the whole. */
final class EmptyParameters implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    boolean isFirst = request.getDispatcherType() == DispatcherType.REQUEST;
    if (isFirst && request.getQueryString() != null) refuseEmpty(request.getParameterMap());
    return true;
  }

  private static void refuseEmpty(Map<String, String[]> parameters) {
    parameters.forEach((name, values) -> {
      for (String value : values) {
        if (value.isEmpty()) {
          throw new ProblemException(ProblemType.MALFORMED_REQUEST, name + " is empty.");
        }
      }
    });
  }
}
