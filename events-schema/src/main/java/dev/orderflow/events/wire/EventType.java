package dev.orderflow.events.wire;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.orderflow.events.Event;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The CloudEvents {@code type} of an event: {@code dev.orderflow.OrderCreated.v1}. Fields may be
 * added within a major version; what old readers can't live with is a new one.
 */
public record EventType(
    String name, int majorVersion, Class<? extends Event> payload, Topic topic) {

  static final String PREFIX = "dev.orderflow.";

  private static final int CURRENT_MAJOR_VERSION = 1;

  // Made from the sealed families, so that no event can be forgotten here.
  private static final Map<String, EventType> BY_NAME =
      Arrays.stream(Topic.values())
          .flatMap(topic ->
              Arrays.stream(topic.family().getPermittedSubclasses()).map(type -> of(type, topic)))
          .collect(toUnmodifiableMap(EventType::name, identity()));

  private static EventType of(Class<?> payload, Topic topic) {
    return new EventType(
        payload.getSimpleName(), CURRENT_MAJOR_VERSION, payload.asSubclass(Event.class), topic);
  }

  public static Collection<EventType> all() {
    return BY_NAME.values();
  }

  public static EventType of(Event event) {
    return byName(event.getClass().getSimpleName()).orElseThrow();
  }

  /**
   * By the name of the record, such as {@code OrderCreated}; empty for a name that nobody
   * publishes.
   */
  public static Optional<EventType> byName(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The {@code type} attribute. */
  public String id() {
    return PREFIX + versionedName();
  }

  /**
   * The {@code dataschema} attribute: names the JSON Schema, which ships with this module under
   * {@code schemas/}.
   */
  public String schema() {
    return "https://orderflow.dev/schemas/" + versionedName() + ".json";
  }

  /** {@code OrderCreated.v1}: also the file name of its schema and of its golden example. */
  public String versionedName() {
    return name + ".v" + majorVersion;
  }
}
