package dev.orderflow.http.json;

import dev.orderflow.http.limits.MemoryBudget;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.util.FastByteArrayOutputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends an answer once all of it is written. So it has a length, and goes out at once, not in
 * chunks; and what fails while it is written becomes a problem, not half an answer. Those that slow
 * clients have not read yet have a bounded part of the memory.
 */
public final class WholeJson extends JacksonJsonHttpMessageConverter {

  /** An order of a few lines, in bytes; what is longer goes on in further pieces. */
  private static final int USUAL_SIZE = 2048;

  private final MemoryBudget budget;

  public WholeJson(JsonMapper mapper, MemoryBudget budget) {
    super(mapper);
    this.budget = budget;
  }

  @Override
  protected void writeInternal(
      Object answer,
      ResolvableType type,
      HttpOutputMessage message,
      @Nullable Map<String, Object> hints)
      throws IOException {
    var written = new FastByteArrayOutputStream(USUAL_SIZE);
    super.writeInternal(answer, type, new Written(message.getHeaders(), written), hints);
    try (MemoryBudget.Share share = budget.share()) {
      // A problem is small, and says that there is no more.
      if (!(answer instanceof ProblemDetail)) share.take(written.size());
      message.getHeaders().setContentLength(written.size());
      written.writeTo(message.getBody());
    }
  }

  private record Written(HttpHeaders getHeaders, OutputStream getBody)
      implements HttpOutputMessage {}
}
