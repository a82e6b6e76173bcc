package dev.orderflow.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.orderflow.events.wire.EventCodec;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventJson;
import dev.orderflow.events.wire.EventType;
import dev.orderflow.events.wire.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Fails the build on a change that old readers or old records can't live with. */
class CatalogueTest {

  private static final JsonMapper JSON = new JsonMapper();

  static Stream<EventType> everyType() {
    return EventType.all().stream();
  }

  @Test
  void hasTheFourteenEventsOfTheDesign() {
    assertThat(everyType()).hasSize(14);
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void readsTheGoldenExampleAndWritesItBackUnchanged(EventType type) {
    JsonNode golden = golden(type);

    Event event = EventJson.read(golden.toString(), type.payload());

    assertThat(JSON.readTree(EventJson.write(event))).isEqualTo(golden);
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void acceptsFieldsThatANewerWriterAdded(EventType type) {
    ObjectNode newer = golden(type);
    newer.putObject("addedLater").put("deep", true);

    Event event = EventJson.read(newer.toString(), type.payload());

    assertThat(event).isInstanceOf(type.payload());
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void describesTheGoldenExampleInItsSchema(EventType type) {
    assertThat(schema(type).validate(golden(type).toString(), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void refusesAnExampleWithoutItsOrderIdByTheSchema(EventType type) {
    ObjectNode example = golden(type);
    example.remove("orderId");

    assertThat(schema(type).validate(example.toString(), InputFormat.JSON)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void showsEveryFieldInTheGoldenExample(EventType type) {
    JsonNode strict = json("schemas/" + type.versionedName() + ".json");
    strict.findParents("properties").forEach(CatalogueTest::requireAllFields);

    assertThat(schema(strict).validate(golden(type).toString(), InputFormat.JSON)).isEmpty();
  }

  private static void requireAllFields(JsonNode schema) {
    ArrayNode required = ((ObjectNode) schema).putArray("required");
    schema.get("properties").propertyNames().forEach(required::add);
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void readsAnEventWithoutItsOptionalFields(EventType type) {
    JsonNode least = golden(type);
    JsonNode schema = json("published/" + type.versionedName() + ".json");
    leaveOutOptionalFields(least, schema, schema);

    Event event = EventJson.read(least.toString(), type.payload());

    assertThat(JSON.readTree(EventJson.write(event))).isEqualTo(least);
  }

  private static void leaveOutOptionalFields(JsonNode value, JsonNode schema, JsonNode root) {
    if (schema.has("$ref")) {
      JsonNode definition = root.at(schema.get("$ref").asString().substring(1));
      leaveOutOptionalFields(value, definition, root);
    } else if (value instanceof ObjectNode object) {
      object.retain(schema.get("required").valueStream().map(JsonNode::asString).toList());
      object.forEachEntry(
          (name, field) -> leaveOutOptionalFields(field, schema.get("properties").get(name), root));
    } else if (value.isArray()) {
      value.forEach(element -> leaveOutOptionalFields(element, schema.get("items"), root));
    }
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void readsEveryConstant(EventType type) {
    JsonNode fields = json("published/" + type.versionedName() + ".json").get("properties");

    fields.forEachEntry((name, field) ->
        field
            .path("enum")
            .forEach(constant -> {
              ObjectNode stated = golden(type).set(name, constant);
              Event event = EventJson.read(stated.toString(), type.payload());
              assertThat(JSON.readTree(EventJson.write(event))).isEqualTo(stated);
            }));
  }

  // The schemas bound amounts by a pattern, of which the record of Money shows nothing.
  @ParameterizedTest
  @CsvSource({"999999999999999, JPY", "-9999999999999.99, EUR", "999999999999.999, KWD"})
  void readsAmountsOfAsManyDigitsAsTheSchemasAllow(String amount, String currency) {
    EventType type = EventType.byName("PaymentCaptured").orElseThrow();
    ObjectNode stated = golden(type);
    stated.putObject("amount").put("amount", amount).put("currency", currency);

    Event event = EventJson.read(stated.toString(), type.payload());

    assertThat(JSON.readTree(EventJson.write(event))).isEqualTo(stated);
    assertThat(schema(type).validate(stated.toString(), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void describesTheRecordInItsSchema(EventType type) {
    JsonNode schema = json("schemas/" + type.versionedName() + ".json");

    assertThat(SchemaComparison.differences(type.payload(), schema)).isEmpty();
    assertThat(schema.get("$id").asString()).isEqualTo(type.schema());
  }

  /** All that was ever published, such as {@code OrderCreated.v1.json}. */
  static Stream<String> everyPublishedSchema() throws IOException, URISyntaxException {
    Path published = Path.of(CatalogueTest.class.getResource("/published").toURI());
    try (Stream<Path> files = Files.list(published)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("everyPublishedSchema")
  void neverBreaksAPublishedSchema(String published) {
    String current = published.replaceFirst("(-[0-9]+)?\\.json$", ".json");

    assertThat(SchemaComparison.breaks(json("published/" + published), json("schemas/" + current)))
        .as(
            "what in schemas/%s breaks those who know it as published/%s: that needs a new major"
                + " version of the event, see docs/events.md",
            current, published)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void keepsACopyOfWhatIsPublished(EventType type) throws IOException, URISyntaxException {
    String name = type.versionedName();
    JsonNode current = json("schemas/" + name + ".json");

    assertThat(everyPublishedSchema())
        .as(
            "schemas/%s.json is new or has new optional fields: if they are meant, copy it to"
                + " src/test/resources/published/%s.json, or -2, -3, … of that, and leave what is"
                + " there as it is",
            name, name)
        .filteredOn(file -> file.matches(Pattern.quote(name) + "(-[0-9]+)?\\.json"))
        .anyMatch(file -> SchemaComparison.breaks(current, json("published/" + file)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void isDescribedInTheAsyncApiDocument(EventType type) {
    JsonNode message = asyncApi().at("/components/messages/" + type.name());

    assertThat(message.at("/name").asString()).isEqualTo(type.id());
    assertThat(message.at("/headers/$ref").asString()).isEqualTo("#/components/schemas/attributes");
    assertThat(message.at("/payload/schema/$ref").asString())
        .isEqualTo("schemas/" + type.versionedName() + ".json");
  }

  @ParameterizedTest
  @EnumSource
  void hasAChannelWithItsEventsInTheAsyncApiDocument(Topic topic) {
    JsonNode channel = asyncApi().at("/channels/" + topic.id());

    assertThat(channel.at("/address").asString()).isEqualTo(topic.id());
    assertThat(channel.at("/messages").properties())
        .extracting(message -> message.getKey() + " " + message.getValue().at("/$ref").asString())
        .containsExactlyInAnyOrderElementsOf(
            everyType()
                .filter(type -> type.topic() == topic)
                .map(type -> type.name() + " #/components/messages/" + type.name())
                .toList());
  }

  @Test
  void hasNothingInTheAsyncApiDocumentThatTheCodeLacks() {
    assertThat(asyncApi().at("/components/messages").propertyNames())
        .containsExactlyInAnyOrderElementsOf(everyType().map(EventType::name).toList());
    assertThat(asyncApi().at("/channels").propertyNames())
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Topic.values()).map(Topic::id).toList());
  }

  @Test
  void hasTheHeadersOfTheCodecInTheAsyncApiDocument() {
    JsonNode attributes = asyncApi().at("/components/schemas/attributes");
    Event event = new PaymentVoided(UUID.randomUUID(), null);
    Instant now = Instant.parse("2026-01-15T10:04:07.231406Z");
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    Map<String, String> least =
        EventCodec.encode(EventEnvelope.of(event, 1, now, null), null).headers();
    Map<String, String> most =
        EventCodec.encode(EventEnvelope.of(event, 1, now, UUID.randomUUID()), trace).headers();

    assertThat(attributes.get("required").valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrderElementsOf(least.keySet());
    assertThat(attributes.get("properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(most.keySet());
    assertThat(schema(attributes).validate(JSON.writeValueAsString(most), InputFormat.JSON))
        .isEmpty();
  }

  private static ObjectNode golden(EventType type) {
    return json("examples/" + type.versionedName() + ".json");
  }

  private static Schema schema(EventType type) {
    return schema(json("schemas/" + type.versionedName() + ".json"));
  }

  private static Schema schema(JsonNode schema) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema.toString());
  }

  private static JsonNode asyncApi() {
    return new YAMLMapper().readTree(resource("asyncapi.yaml"));
  }

  private static ObjectNode json(String name) {
    return (ObjectNode) JSON.readTree(resource(name));
  }

  private static String resource(String name) {
    try (InputStream in = CatalogueTest.class.getResourceAsStream("/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
