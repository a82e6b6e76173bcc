package dev.orderflow.events;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema that follows from a record: its fields, their types, and which are required. */
final class RecordSchema {

  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectNode definitions = JSON.createObjectNode();

  private RecordSchema() {}

  static ObjectNode of(Class<?> record) {
    RecordSchema schema = new RecordSchema();
    ObjectNode root = schema.object(record);
    root.set("$defs", schema.definitions);
    return root;
  }

  private ObjectNode object(Class<?> record) {
    ObjectNode object = typed("object");
    ObjectNode properties = object.putObject("properties");
    ArrayNode required = object.putArray("required");
    for (RecordComponent field : record.getRecordComponents()) {
      properties.set(field.getName(), value(field.getGenericType()));
      boolean optional = field.getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (!optional) required.add(field.getName());
    }
    return object;
  }

  private ObjectNode value(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return typed("array").set("items", value(list.getActualTypeArguments()[0]));
    }
    return type instanceof Class<?> plain && plain.isRecord() ? reference(plain) : scalar(type);
  }

  private ObjectNode reference(Class<?> record) {
    String name = record.getSimpleName();
    String definition = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    definitions.set(definition, object(record));
    return JSON.createObjectNode().put("$ref", "#/$defs/" + definition);
  }

  private static ObjectNode scalar(Type type) {
    if (type instanceof Class<?> constants && constants.isEnum()) return oneOf(constants);
    if (type == UUID.class) return typed("string").put("format", "uuid");
    if (type == int.class) return typed("integer").put("format", "int32");
    if (type == long.class) return typed("integer").put("format", "int64");
    if (List.of(String.class, BigDecimal.class, Currency.class).contains(type)) {
      return typed("string");
    }
    throw new AssertionError("say here how the schemas describe " + type);
  }

  private static ObjectNode oneOf(Class<?> constants) {
    ObjectNode choice = JSON.createObjectNode();
    ArrayNode names = choice.putArray("enum");
    for (Object constant : constants.getEnumConstants()) names.add(((Enum<?>) constant).name());
    return choice;
  }

  private static ObjectNode typed(String type) {
    return JSON.createObjectNode().put("type", type);
  }
}
