package dev.orderflow.http.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestBodyFilterTest {

  private static final int MAX_BYTES = 100;
  private static final int MAX_BYTES_OF_ALL = 250;

  private final RequestBodyFilter filter =
      new RequestBodyFilter(MAX_BYTES, MAX_BYTES_OF_ALL, Duration.ofSeconds(10));

  @Test
  void boundsTheBodiesOfAllRequestsTogether() throws Exception {
    MockHttpServletResponse third = new MockHttpServletResponse();

    send(100, () -> send(100, () -> filter.doFilter(request(51), third, new MockFilterChain())));

    assertThat(third.getStatus()).isEqualTo(503);
    assertThat(third.getHeader("Retry-After")).isEqualTo("2");
    assertThat(third.getContentAsString()).contains("/unavailable");
  }

  @Test
  void takesBodiesAgainWhenOthersAreDone() throws Exception {
    for (int i = 0; i < 5; i++) send(100, () -> {});
    for (int i = 0; i < 5; i++) assertThat(refused(101).getStatus()).isEqualTo(413);
    MockHttpServletRequest last = request(100);
    MockFilterChain chain = new MockFilterChain();

    filter.doFilter(last, new MockHttpServletResponse(), chain);

    assertThat(chain.getRequest()).isNotNull();
  }

  @Test
  void keepsNoBodyForWhoIsAnsweredLater() throws Exception {
    MockFilterChain chain = new MockFilterChain();

    filter.doFilter(request(100), new MockHttpServletResponse(), chain);

    assertThat(chain.getRequest().getInputStream().readAllBytes()).isEmpty();
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Has a request worked on that has a body of so many bytes. */
  private void send(int bytes, Work work) throws Exception {
    filter.doFilter(
        request(bytes),
        new MockHttpServletResponse(),
        (received, _) -> {
          assertThat(received.getInputStream().readAllBytes()).hasSize(bytes);
          try {
            work.run();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private MockHttpServletResponse refused(int bytes) throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();
    filter.doFilter(request(bytes), response, new MockFilterChain());
    return response;
  }

  /** In chunks, so that its size is not known before. */
  private static MockHttpServletRequest request(int bytes) {
    MockHttpServletRequest request =
        new MockHttpServletRequest("POST", "/samples") {
          @Override
          public long getContentLengthLong() {
            return -1;
          }
        };
    request.addHeader("Transfer-Encoding", "chunked");
    request.setContent(new byte[bytes]);
    return request;
  }
}
