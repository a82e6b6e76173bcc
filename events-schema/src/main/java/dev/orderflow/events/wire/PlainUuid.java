package dev.orderflow.events.wire;

import java.util.UUID;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * The 36 characters that we write ourselves; Jackson's own takes base64, blanks and nothing too.
 */
public final class PlainUuid extends StdScalarDeserializer<UUID> {

  /** For a mapper's module. */
  public PlainUuid() {
    super(UUID.class);
  }

  @Override
  public UUID deserialize(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return (UUID) context.handleUnexpectedToken(getValueType(context), parser);
    }
    String text = parser.getString();
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      return (UUID) context.handleWeirdStringValue(UUID.class, text, "not a UUID");
    }
  }

  /**
   * @throws IllegalArgumentException if it is none
   */
  public static UUID parse(String text) {
    UUID uuid = UUID.fromString(text);
    if (!uuid.toString().equalsIgnoreCase(text)) throw new IllegalArgumentException("not a UUID");
    return uuid;
  }
}
