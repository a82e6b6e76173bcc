package dev.orderflow.http;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.http.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Refuses on every path alike what the head of a request shows to be unreadable. Spring would fail
 * at it while it looks for a controller or writes a problem, where nobody makes a problem of that.
 */
final class RequestHeadFilter extends HttpFilter {

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      requireUri(request);
    } catch (ProblemException e) {
      Problems.write(e.problem(), response);
      return;
    }
    chain.doFilter(request, response);
  }

  private static void requireUri(HttpServletRequest request) {
    try {
      var _ = new URI(request.getRequestURI());
    } catch (URISyntaxException e) {
      throw new ProblemException(ProblemType.MALFORMED_REQUEST, "The path is not that of a URI.");
    }
  }
}
