package dev.orderflow.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Record headers as text that an operator can read and that loses nothing: {@code
 * [["ce_id","…"],["odd",null,"base64"]]}. A value that is no plain text stands in base64 as a third
 * element.
 */
final class HeaderText {

  private static final JsonMapper JSON = new JsonMapper();

  private HeaderText() {}

  static String write(List<RawHeader> headers) {
    return JSON.writeValueAsString(headers.stream().map(HeaderText::parts).toList());
  }

  static List<RawHeader> read(String text) {
    return Arrays.stream(JSON.readValue(text, String[][].class)).map(HeaderText::header).toList();
  }

  private static @Nullable String[] parts(RawHeader header) {
    byte[] value = header.value();
    if (value == null) return new @Nullable String[] {header.name(), null};
    if (isPlain(value)) return new String[] {header.name(), new String(value, UTF_8)};
    return new @Nullable String[] {header.name(), null, Base64.getEncoder().encodeToString(value)};
  }

  private static RawHeader header(@Nullable String[] parts) {
    String name = requireNonNull(parts[0]);
    if (parts.length > 2) {
      return new RawHeader(name, Base64.getDecoder().decode(requireNonNull(parts[2])));
    }
    return parts[1] == null ? new RawHeader(name, null) : RawHeader.of(name, parts[1]);
  }

  private static boolean isPlain(byte[] value) {
    for (byte b : value) {
      if (b < 0x20 || b == 0x7f) return false;
    }
    return true;
  }
}
