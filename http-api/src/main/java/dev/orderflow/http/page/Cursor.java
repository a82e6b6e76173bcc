package dev.orderflow.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderflow.events.wire.PlainUuid;
import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;

/**
 * Where a page ends. Opaque to clients, so that what it is made of may change; hides nothing.
 *
 * @param position of the last item seen
 */
public record Cursor(String position) {

  private static final int MAX_LENGTH = 200;

  public static Cursor of(String position) {
    return new Cursor(position);
  }

  /**
   * @throws IllegalArgumentException if it is none of ours
   */
  public static Cursor parse(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) throw new IllegalArgumentException("cursor");
    String position = new String(Base64.getUrlDecoder().decode(text), UTF_8);
    if (position.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("cursor");
    }
    return new Cursor(position);
  }

  /**
   * @throws ProblemException if the position is no number
   */
  public long toNumber() {
    return read(Long::parseLong);
  }

  /**
   * @throws ProblemException if the position is no id
   */
  public UUID toUuid() {
    return read(PlainUuid::parse);
  }

  private <T> T read(Function<String, T> reading) {
    try {
      return reading.apply(position);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.MALFORMED_REQUEST, "cursor is malformed.");
    }
  }

  public String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(UTF_8));
  }
}
