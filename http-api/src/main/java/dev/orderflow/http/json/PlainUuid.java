package dev.orderflow.http.json;

import dev.orderflow.http.StrictUuid;
import java.util.UUID;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Ids as in paths: Jackson's own reads a blank text as null, and takes base64. */
final class PlainUuid extends StdScalarDeserializer<UUID> {

  PlainUuid() {
    super(UUID.class);
  }

  @Override
  public UUID deserialize(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return (UUID) context.handleUnexpectedToken(getValueType(context), parser);
    }
    String text = parser.getString();
    try {
      return StrictUuid.parse(text);
    } catch (IllegalArgumentException e) {
      return (UUID) context.handleWeirdStringValue(UUID.class, text, "not a UUID");
    }
  }
}
