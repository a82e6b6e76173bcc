package dev.orderflow.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderflow.http.limits.RequestBodyFilter;
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
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Refuses on every path alike what the head of a request shows to be unreadable. */
final class RequestHeadFilter extends HttpFilter {

  private static final String NO_CODING = "identity";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      requireUri(request);
      if (RequestBodyFilter.hasBody(request)) {
        requireUtf8(request);
        requireNoCoding(request);
      }
    } catch (ProblemException e) {
      Problems.write(e, response);
      return;
    }
    chain.doFilter(request, response);
  }

  // Spring would fail while it looks for a controller, or writes a problem: outside of every
  // advice.
  private static void requireUri(HttpServletRequest request) {
    try {
      var _ = new URI(request.getRequestURI());
    } catch (URISyntaxException e) {
      throw new ProblemException(ProblemType.MALFORMED_REQUEST, "The path is not that of a URI.");
    }
  }

  // JSON is in UTF-8 (RFC 8259). Spring would believe the header, and Ada's name would be another.
  private static void requireUtf8(HttpServletRequest request) {
    Charset charset = charsetOfJson(request.getContentType());
    if (charset != null && !charset.equals(UTF_8)) throw unsupported("JSON is read in UTF-8 only.");
  }

  private static @Nullable Charset charsetOfJson(@Nullable String contentType) {
    if (contentType == null) return null;
    try {
      MediaType type = MediaType.parseMediaType(contentType);
      return MediaType.APPLICATION_JSON.includes(type) ? type.getCharset() : null;
    } catch (InvalidMediaTypeException e) {
      // Where a body is taken, Spring refuses it.
      return null;
    }
  }

  private static void requireNoCoding(HttpServletRequest request) {
    boolean isCoded =
        Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)).stream()
            .flatMap(header -> Stream.of(header.split(",", -1)))
            .map(String::strip)
            .anyMatch(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase(NO_CODING));
    if (!isCoded) return;
    ProblemException problem = unsupported("A body is read without a Content-Encoding only.");
    problem.getHeaders().set(HttpHeaders.ACCEPT_ENCODING, NO_CODING);
    throw problem;
  }

  private static ProblemException unsupported(String detail) {
    return new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail);
  }
}
