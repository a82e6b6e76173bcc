package dev.orderflow.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells whether two requests ask for the same: 128 bits of a SHA-256. What a request leaves out
 * counts for nothing, so that a field added later doesn't change the hash of those without it.
 */
final class RequestHash {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(_ ->
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private RequestHash() {}

  static UUID of(PlaceOrder wish) {
    ByteBuffer hash = ByteBuffer.wrap(sha256(MAPPER.writeValueAsBytes(wish)));
    return new UUID(hash.getLong(), hash.getLong());
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
