package dev.orderflow.http.parked;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that may be anything.
 *
 * @param text null when they are not UTF-8
 */
record Content(String base64, @Nullable String text) {

  static @Nullable Content of(byte @Nullable [] bytes) {
    return bytes == null
        ? null
        : new Content(Base64.getEncoder().encodeToString(bytes), textOf(bytes));
  }

  private static @Nullable String textOf(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
