package dev.orderflow.http;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What one request may cost.
 *
 * @param maxBody of a request, 1 KB to 10 MB; it is held in memory while it is worked on. The
 *     largest order, with all its characters escaped, has less than 60 KB
 * @param bodyTimeout for a whole body to arrive, 1 s to 1 min; without it a slow client holds its
 *     connection for ever
 */
@Validated
@ConfigurationProperties("orderflow.http")
public record HttpSettings(
    @DefaultValue("64KB") DataSize maxBody, @DefaultValue("10s") Duration bodyTimeout) {

  private static final DataSize SMALLEST_BODY = DataSize.ofKilobytes(1);
  private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(10);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  @AssertTrue(message = "max-body must be between 1KB and 10MB")
  boolean isMaxBodyInBounds() {
    return maxBody.compareTo(SMALLEST_BODY) >= 0 && maxBody.compareTo(LARGEST_BODY) <= 0;
  }

  @AssertTrue(message = "body-timeout must be between 1s and 1m")
  boolean isBodyTimeoutInBounds() {
    return bodyTimeout.compareTo(SHORTEST) >= 0 && bodyTimeout.compareTo(LONGEST) <= 0;
  }
}
