package dev.orderflow.http.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/** Makes problems, and writes them where no controller's answer is possible any more. */
public final class Problems {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class).build();

  private Problems() {}

  public static ProblemDetail of(ProblemType type, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(statusOf(type), detail);
    problem.setType(type.uri());
    problem.setTitle(type.title());
    return problem;
  }

  /** For a status that the container or the framework chose. */
  static ProblemDetail ofStatus(int status, String detail) {
    ProblemDetail problem = of(ProblemType.ofStatus(status), detail);
    problem.setStatus(status);
    return problem;
  }

  static byte[] json(ProblemDetail problem) {
    return MAPPER.writeValueAsBytes(problem);
  }

  /** Answers from a filter, whatever the client said it accepts. */
  public static void write(ProblemException problem, HttpServletResponse response)
      throws IOException {
    byte[] json = json(problem.problem());
    response.setStatus(problem.problem().getStatus());
    problem
        .getHeaders()
        .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
    response.flushBuffer();
  }

  private static HttpStatusCode statusOf(ProblemType type) {
    return HttpStatusCode.valueOf(type.status());
  }
}
