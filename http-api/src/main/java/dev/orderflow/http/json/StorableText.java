package dev.orderflow.http.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Text without what PostgreSQL can't store: U+0000 and halves of surrogate pairs. */
final class StorableText extends StdScalarDeserializer<String> {

  StorableText() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return (String) context.handleUnexpectedToken(getValueType(context), parser);
    }
    String text = parser.getString();
    if (!isStorable(text)) context.reportInputMismatch(this, "text that cannot be stored");
    return text;
  }

  private static boolean isStorable(String text) {
    // Only half of a pair comes out of codePoints() as a surrogate.
    return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }
}
