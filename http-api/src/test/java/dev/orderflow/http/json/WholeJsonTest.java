package dev.orderflow.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orderflow.http.limits.MemoryBudget;
import dev.orderflow.http.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.mock.http.MockHttpOutputMessage;
import tools.jackson.databind.json.JsonMapper;

class WholeJsonTest {

  private static final int MAX_BYTES_OF_ALL = 250;

  private final WholeJson json =
      new WholeJson(new JsonMapper(), new MemoryBudget(MAX_BYTES_OF_ALL, "Too many answers."));

  @Test
  void boundsTheAnswersOfAllRequestsTogether() throws Exception {
    var third = new MockHttpOutputMessage();

    answer(100, () -> answer(100, () -> assertRefused(third)));

    assertThat(third.getBodyAsBytes()).isEmpty();
    assertThat(third.getHeaders().getContentLength()).isNegative();
  }

  @Test
  void answersAgainWhenOthersAreRead() throws Exception {
    for (int i = 0; i < 5; i++) answer(200, () -> {});
    for (int i = 0; i < 5; i++) assertRefused(new MockHttpOutputMessage(), 251);
    var last = new MockHttpOutputMessage();

    json.write("x".repeat(200), MediaType.APPLICATION_JSON, last);

    assertThat(last.getBodyAsBytes()).hasSize(202);
  }

  @Test
  void tellsOfAProblemWithoutAnyMemoryLeft() throws Exception {
    var problem = new MockHttpOutputMessage();

    answer(
        240,
        () ->
            json.write(
                ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "x".repeat(100)),
                MediaType.APPLICATION_PROBLEM_JSON,
                problem));

    assertThat(problem.getBodyAsString()).contains("503");
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Does the work while somebody reads an answer of some more bytes. */
  private void answer(int bytes, Work work) throws IOException {
    var slow =
        new HttpOutputMessage() {
          private final HttpHeaders headers = new HttpHeaders();

          @Override
          public HttpHeaders getHeaders() {
            return headers;
          }

          @Override
          public OutputStream getBody() {
            return new OutputStream() {
              @Override
              public void write(int one) throws IOException {
                work.run();
              }

              @Override
              public void write(byte[] all, int from, int length) throws IOException {
                work.run();
              }
            };
          }
        };
    json.write("x".repeat(bytes), MediaType.APPLICATION_JSON, slow);
  }

  private void assertRefused(MockHttpOutputMessage message) {
    assertRefused(message, 51);
  }

  private void assertRefused(MockHttpOutputMessage message, int bytes) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> json.write("x".repeat(bytes), MediaType.APPLICATION_JSON, message))
        .satisfies(refused -> assertThat(refused.getStatusCode().value()).isEqualTo(503))
        .satisfies(
            refused -> assertThat(refused.getHeaders().getFirst("Retry-After")).isEqualTo("2"));
  }
}
