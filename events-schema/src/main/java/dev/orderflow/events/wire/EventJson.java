package dev.orderflow.events.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.orderflow.events.Event;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Events as JSON: fields in the order of the record, absent instead of null, unknown fields
 * accepted. Strict otherwise: UTF-8, no text is taken for a number nor a number for a constant, no
 * duplicate names, no text that PostgreSQL can't hold.
 */
public final class EventJson {

  // What is in UTF-16 may grow in UTF-8: an answer could be larger than Kafka takes.
  private static final JsonFactory UTF_8_ONLY =
      JsonFactory.builder().disable(TokenStreamFactory.Feature.CHARSET_DETECTION).build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(UTF_8_ONLY)
          .addModule(
              new SimpleModule("orderflow")
                  .addDeserializer(String.class, new StorableText())
                  .addDeserializer(UUID.class, new PlainUuid()))
          .changeDefaultPropertyInclusion(_ ->
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .disable(
              MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(
              DeserializationFeature.ACCEPT_FLOAT_AS_INT,
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private EventJson() {}

  /** The same bytes for equal events. */
  public static byte[] write(Event event) {
    return MAPPER.writeValueAsBytes(event);
  }

  /** The same text for equal events. */
  public static String writeText(Event event) {
    return MAPPER.writeValueAsString(event);
  }

  /**
   * @return null for the JSON literal {@code null}
   * @throws tools.jackson.core.JacksonException if it is not this event
   */
  public static <E extends Event> @Nullable E read(byte[] json, Class<E> type) {
    return MAPPER.readValue(json, type);
  }

  /**
   * What {@link #writeText} wrote.
   *
   * @throws tools.jackson.core.JacksonException if it is not this event
   */
  public static <E extends Event> E read(String json, Class<E> type) {
    return Objects.requireNonNull(MAPPER.readValue(json, type), "JSON null");
  }

  /**
   * Whether both can be the same event: what both have is equal. What only one has is no
   * contradiction, because the other may have been read by a version that did not know the field.
   */
  public static boolean agree(Event one, Event other) {
    if (one.equals(other)) return true;
    return one.getClass() == other.getClass()
        && agree(MAPPER.<JsonNode>valueToTree(one), MAPPER.<JsonNode>valueToTree(other));
  }

  private static boolean agree(JsonNode one, JsonNode other) {
    if (one.isObject() && other.isObject()) {
      return one.properties().stream()
          .filter(field -> other.has(field.getKey()))
          .allMatch(field -> agree(field.getValue(), other.get(field.getKey())));
    }
    if (one.isArray() && other.isArray()) {
      return one.size() == other.size()
          && IntStream.range(0, one.size()).allMatch(i -> agree(one.get(i), other.get(i)));
    }
    return one.equals(other);
  }
}
