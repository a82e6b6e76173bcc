package dev.orderflow.events.wire;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Text without what PostgreSQL can't store: U+0000 and halves of surrogate pairs. */
public final class StorableText extends StdScalarDeserializer<String> {

  /** For a mapper's module. */
  public StorableText() {
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
    return text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))
        || text.codePoints().noneMatch(c -> c == 0 || isLoneSurrogate(c));
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }
}
