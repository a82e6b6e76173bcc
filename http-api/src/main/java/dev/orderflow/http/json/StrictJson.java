package dev.orderflow.http.json;

import dev.orderflow.events.wire.PlainUuid;
import dev.orderflow.events.wire.StorableText;
import java.util.UUID;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * UTF-8 without a mark at its beginning, no unknown or duplicate property, nothing after the end,
 * no {@code "2"} or {@code 2.0} for 2, no blank text for null, no text that can't be stored, and a
 * bound on everything that could grow.
 */
public final class StrictJson implements JsonFactoryBuilderCustomizer, JsonMapperBuilderCustomizer {

  /** Our deepest request has four levels; more only costs stack. */
  private static final int MAX_DEPTH = 20;

  /** Longer than every text we take, so that the answer can say which one is too long. */
  private static final int MAX_TEXT = 20_000;

  /** More digits than a long or an amount has; parsing a number takes more than linear time. */
  private static final int MAX_NUMBER = 40;

  private static final int MAX_NAME = 200;

  @Override
  public void customize(JsonFactoryBuilder factory) {
    factory.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    // Else what is in UTF-16 or UTF-32 is read too, whatever its head says of it.
    factory.disable(TokenStreamFactory.Feature.CHARSET_DETECTION);
    factory.streamReadConstraints(
        StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxStringLength(MAX_TEXT)
            .maxNumberLength(MAX_NUMBER)
            .maxNameLength(MAX_NAME)
            .build());
  }

  @Override
  public void customize(JsonMapper.Builder mapper) {
    mapper
        .enable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .withCoercionConfigDefaults(all ->
            all.setAcceptBlankAsEmpty(false)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
        .withCoercionConfig(
            LogicalType.Textual,
            text ->
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .addModule(
            new SimpleModule("strict")
                .addDeserializer(String.class, new StorableText())
                .addDeserializer(UUID.class, new PlainUuid()));
  }
}
