package dev.orderflow.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Compares JSON Schemas, as far as the catalogue uses their language. */
final class SchemaComparison {

  // What it says is for people.
  private static final Set<String> TEXT = Set.of("description");

  private static final Set<String> BEYOND_RECORDS =
      Set.of("$schema", "$id", "title", "description", "pattern", "minimum", "minItems");

  private final Set<String> ignored;
  private final boolean mayGrow;
  private final List<String> differences = new ArrayList<>();

  private SchemaComparison(Set<String> ignored, boolean mayGrow) {
    this.ignored = ignored;
    this.mayGrow = mayGrow;
  }

  /**
   * What readers and records of the published schema can't live with: all but another optional
   * field.
   */
  static List<String> breaks(JsonNode published, JsonNode schema) {
    return new SchemaComparison(TEXT, true).compare(published, schema);
  }

  /** Where a schema and a record differ; a record says nothing about patterns and bounds. */
  static List<String> differences(Class<?> record, JsonNode schema) {
    return new SchemaComparison(BEYOND_RECORDS, false).compare(RecordSchema.of(record), schema);
  }

  private List<String> compare(JsonNode expected, JsonNode actual) {
    compareSchemas("", expected, actual);
    return differences;
  }

  private void compareSchemas(String path, JsonNode expected, JsonNode actual) {
    for (String keyword : names(expected, actual)) {
      if (ignored.contains(keyword)) continue;
      String at = path + "/" + keyword;
      JsonNode wanted = expected.path(keyword);
      JsonNode found = actual.path(keyword);
      switch (keyword) {
        case "properties", "$defs" -> compareByName(at, wanted, found);
        case "items" -> compareSchemas(at, wanted, found);
        default -> compareValues(at, wanted, found);
      }
    }
  }

  private void compareByName(String path, JsonNode expected, JsonNode actual) {
    for (String name : names(expected, actual)) {
      String at = path + "/" + name;
      if (!actual.has(name)) differences.add(at + " is missing");
      else if (expected.has(name)) compareSchemas(at, expected.get(name), actual.get(name));
      else if (!mayGrow) differences.add(at + " is new");
    }
  }

  private void compareValues(String path, JsonNode expected, JsonNode actual) {
    if (unordered(expected).equals(unordered(actual))) return;
    differences.add("%s is %s instead of %s".formatted(path, actual, expected));
  }

  private static Set<String> names(JsonNode expected, JsonNode actual) {
    Set<String> names = new TreeSet<>(expected.propertyNames());
    names.addAll(actual.propertyNames());
    return names;
  }

  private static Object unordered(JsonNode value) {
    return value.isArray() ? Set.copyOf(value.valueStream().toList()) : value;
  }
}
