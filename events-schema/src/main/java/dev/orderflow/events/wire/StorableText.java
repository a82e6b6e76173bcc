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

  // No stream: every text of every request and event passes here.
  private static boolean isStorable(String text) {
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (codePoint == 0 || isLoneSurrogate(codePoint)) return false;
    }
    return true;
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return Character.isBmpCodePoint(codePoint) && Character.isSurrogate((char) codePoint);
  }
}
