package dev.orderflow.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.orderflow.events.wire.EventJson;
import dev.orderflow.events.wire.EventType;
import dev.orderflow.events.wire.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
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
    String golden = resource("examples/" + type.versionedName() + ".json");

    Event event = EventJson.read(golden, type.payload());

    assertThat(JSON.readTree(EventJson.write(event))).isEqualTo(JSON.readTree(golden));
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void acceptsFieldsThatANewerWriterAdded(EventType type) {
    ObjectNode newer =
        (ObjectNode) JSON.readTree(resource("examples/" + type.versionedName() + ".json"));
    newer.putObject("addedLater").put("deep", true);

    Event event = EventJson.read(newer.toString(), type.payload());

    assertThat(event).isInstanceOf(type.payload());
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void describesTheGoldenExampleInItsSchema(EventType type) {
    String example = resource("examples/" + type.versionedName() + ".json");

    assertThat(schema(type).validate(example, InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void refusesAnExampleWithoutItsOrderIdByTheSchema(EventType type) {
    ObjectNode example =
        (ObjectNode) JSON.readTree(resource("examples/" + type.versionedName() + ".json"));
    example.remove("orderId");

    assertThat(schema(type).validate(example.toString(), InputFormat.JSON)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void hasTheSameFieldsInRecordAndSchema(EventType type) {
    JsonNode schema = JSON.readTree(resource("schemas/" + type.versionedName() + ".json"));

    assertThat(schema.get("properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(fields(type, false));
    assertThat(schema.get("required").valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrderElementsOf(fields(type, true));
    assertThat(schema.get("$id").asString()).isEqualTo(type.schema());
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void isDescribedInTheAsyncApiDocument(EventType type) {
    JsonNode document = new YAMLMapper().readTree(resource("asyncapi.yaml"));

    JsonNode message = document.at("/components/messages/" + type.name());

    assertThat(message.at("/name").asString()).isEqualTo(type.id());
    assertThat(message.at("/payload/schema/$ref").asString())
        .isEqualTo("schemas/" + type.versionedName() + ".json");
    assertThat(document.at("/channels/" + type.topic().id() + "/messages").propertyNames())
        .contains(type.name());
  }

  @Test
  void hasNothingInTheAsyncApiDocumentThatTheCodeLacks() {
    JsonNode document = new YAMLMapper().readTree(resource("asyncapi.yaml"));

    assertThat(document.at("/components/messages").propertyNames())
        .containsExactlyInAnyOrderElementsOf(everyType().map(EventType::name).toList());
    assertThat(document.at("/channels").propertyNames())
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Topic.values()).map(Topic::id).toList());
  }

  private static Set<String> fields(EventType type, boolean requiredOnly) {
    Set<String> names = new TreeSet<>();
    for (RecordComponent field : type.payload().getRecordComponents()) {
      boolean optional = field.getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (!requiredOnly || !optional) names.add(field.getName());
    }
    return names;
  }

  private static Schema schema(EventType type) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(resource("schemas/" + type.versionedName() + ".json"));
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
