package dev.orderflow.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Record headers as text that an operator can read and that loses nothing: {@code
 * [["ce_id","…"],["odd",null,"base64"]]}. A value that is no plain text stands in base64 as a third
 * element.
 */
final class HeaderText {

  private static final JsonMapper JSON = new JsonMapper();

  private HeaderText() {}

  static String write(List<RawHeader> headers) {
    ArrayNode all = JSON.createArrayNode();
    for (RawHeader header : headers) {
      ArrayNode pair = all.addArray().add(header.name());
      byte[] value = header.value();
      if (value == null) pair.addNull();
      else if (isPlain(value)) pair.add(new String(value, UTF_8));
      else pair.addNull().add(Base64.getEncoder().encodeToString(value));
    }
    return JSON.writeValueAsString(all);
  }

  static List<RawHeader> read(String text) {
    List<RawHeader> headers = new ArrayList<>();
    for (JsonNode pair : JSON.readTree(text)) {
      headers.add(new RawHeader(pair.get(0).asString(), valueOf(pair)));
    }
    return headers;
  }

  private static byte @Nullable [] valueOf(JsonNode pair) {
    if (pair.size() > 2) return Base64.getDecoder().decode(pair.get(2).asString());
    return pair.get(1).isNull() ? null : pair.get(1).asString().getBytes(UTF_8);
  }

  private static boolean isPlain(byte[] value) {
    for (byte b : value) {
      if (b < 0x20 || b == 0x7f) return false;
    }
    return true;
  }
}
