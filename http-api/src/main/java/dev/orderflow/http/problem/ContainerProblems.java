package dev.orderflow.http.problem;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Tomcat's own answers, to a request line or headers that it can't read, as problems. Tomcat makes
 * it by its name, so it and its constructor are public.
 */
public final class ContainerProblems extends ErrorReportValve {

  // Tomcat tells headers that are too large from those that are wrong by its message only.
  private static final String TOO_LARGE =
      StringManager.getManager("org.apache.coyote.http11")
          .getString("iib.requestheadertoolarge.error");

  // Up to the number that was allowed.
  private static final String TOO_MANY =
      StringManager.getManager("org.apache.tomcat.util.http")
          .getString("headers.maxCountFail")
          .split("\\{", -1)[0];

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) return;
    String why = failure == null || failure.getMessage() == null ? "" : failure.getMessage();
    if (why.equals(TOO_LARGE)) response.setStatus(tooLarge(request).status());
    if (why.startsWith(TOO_MANY)) response.setStatus(ProblemType.HEADERS_TOO_LARGE.status());
    try {
      write(response);
    } catch (IOException e) {
      container.getLogger().debug("The client left before it was told of its problem", e);
    }
  }

  private static ProblemType tooLarge(Request request) {
    boolean inRequestLine = request.getCoyoteRequest().requestURI().isNull();
    return inRequestLine ? ProblemType.URI_TOO_LONG : ProblemType.HEADERS_TOO_LARGE;
  }

  private static void write(Response response) throws IOException {
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(Problems.json(Problems.ofStatus(response.getStatus(), "")));
    response.finishResponse();
  }
}
