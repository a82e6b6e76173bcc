package dev.orderflow.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaComparisonTest {

  private static final String PUBLISHED =
      """
      {
        'type': 'object',
        'required': ['orderId', 'reason', 'lines'],
        'properties': {
          'orderId': {'type': 'string', 'format': 'uuid'},
          'reason': {'enum': ['EXPIRED', 'REFUSED']},
          'description': {'type': 'string'},
          'lines': {'type': 'array', 'items': {'$ref': '#/$defs/line'}, 'minItems': 1}
        },
        '$defs': {
          'line': {
            'type': 'object',
            'description': 'A number of pieces.',
            'required': ['sku', 'quantity'],
            'properties': {
              'sku': {'type': 'string', 'pattern': '[A-Z]+'},
              'quantity': {'type': 'integer', 'format': 'int64', 'minimum': 1},
              'note': {'type': 'string'}
            }
          }
        }
      }
      """;

  record Ended(UUID orderId, Reason reason, @Nullable String description, List<Line> lines) {}

  record Line(String sku, long quantity, @Nullable String note) {}

  enum Reason {
    REFUSED,
    EXPIRED
  }

  static Stream<Arguments> growth() {
    return Stream.of(
        arguments("an optional field", "'orderId': {", "'added': {'type': 'string'}, 'orderId': {"),
        arguments("one of a value", "'note': {", "'added': {'type': 'string'}, 'note': {"),
        arguments("a value", "'line': {", "'added': {'type': 'object'}, 'line': {"),
        arguments("another order of constants", "'EXPIRED', 'REFUSED'", "'REFUSED', 'EXPIRED'"),
        arguments("other words", "A number of pieces.", "Some pieces."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("growth")
  void takesWhatReadersAndRecordsCanLiveWith(String change, String part, String other) {
    assertThat(SchemaComparison.breaks(json(PUBLISHED), changed(part, other))).isEmpty();
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        arguments(
            "a field is gone",
            "'description': {'type': 'string'},",
            "",
            "/properties/description is missing"),
        arguments(
            "a field of a value is gone",
            ", 'minimum': 1},\n        'note': {'type': 'string'}",
            ", 'minimum': 1}",
            "/$defs/line/properties/note is missing"),
        arguments(
            "an optional field is required",
            "'reason', 'lines'",
            "'reason', 'lines', 'description'",
            "/required is"),
        arguments(
            "an optional field of a value is required",
            "'sku', 'quantity'",
            "'sku', 'quantity', 'note'",
            "/$defs/line/required is"),
        arguments("a required field is optional", "'reason', 'lines'", "'lines'", "/required is"),
        arguments(
            "another type",
            "'sku': {'type': 'string'",
            "'sku': {'type': 'integer'",
            "/$defs/line/properties/sku/type is"),
        arguments("smaller numbers", "int64", "int32", "/$defs/line/properties/quantity/format is"),
        arguments("fewer texts", "[A-Z]+", "[A-Z]{3}", "/$defs/line/properties/sku/pattern is"),
        arguments(
            "longer lists", "'minItems': 1", "'minItems': 2", "/properties/lines/minItems is"),
        arguments(
            "another constant",
            "'EXPIRED', 'REFUSED'",
            "'EXPIRED', 'REFUSED', 'LOST'",
            "/properties/reason/enum is"),
        arguments(
            "a constant is gone",
            "'EXPIRED', 'REFUSED'",
            "'EXPIRED'",
            "/properties/reason/enum is"),
        arguments(
            "other elements",
            "'items': {'$ref': '#/$defs/line'}",
            "'items': {'type': 'string'}",
            "/properties/lines/items/$ref is"),
        arguments(
            "no other fields",
            "'required': ['sku'",
            "'additionalProperties': false, 'required': ['sku'",
            "/$defs/line/additionalProperties is"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void namesWhatTheyCannotLiveWith(String change, String part, String other, String difference) {
    assertThat(SchemaComparison.breaks(json(PUBLISHED), changed(part, other)))
        .anyMatch(it -> it.startsWith(difference));
  }

  @Test
  void findsARecordInItsSchema() {
    assertThat(SchemaComparison.differences(Ended.class, json(PUBLISHED))).isEmpty();
  }

  static Stream<Arguments> differences() {
    return Stream.concat(
        breaks().filter(it -> !isBeyondRecords((String) it.get()[3])),
        Stream.of(
            arguments(
                "a field that the record lacks",
                "'orderId': {",
                "'added': {'type': 'string'}, 'orderId': {",
                "/properties/added is new"),
            arguments(
                "one that the record of a value lacks",
                "'note': {",
                "'added': {'type': 'string'}, 'note': {",
                "/$defs/line/properties/added is new")));
  }

  private static boolean isBeyondRecords(String difference) {
    return difference.contains("/pattern") || difference.contains("/minItems");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differences")
  void namesWhereARecordDiffersFromItsSchema(
      String change, String part, String other, String difference) {
    assertThat(SchemaComparison.differences(Ended.class, changed(part, other)))
        .anyMatch(it -> it.startsWith(difference));
  }

  private static JsonNode changed(String part, String other) {
    assertThat(PUBLISHED).containsOnlyOnce(part);
    return json(PUBLISHED.replace(part, other));
  }

  private static JsonNode json(String schema) {
    return new JsonMapper().readTree(schema.replace('\'', '"'));
  }
}
