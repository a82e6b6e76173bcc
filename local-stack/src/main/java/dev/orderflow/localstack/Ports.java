package dev.orderflow.localstack;

import dev.orderflow.localstack.servers.FreePorts;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Which port each part of the stack listens on. */
public final class Ports {

  private final Map<Port, Integer> numbers = new EnumMap<>(Port.class);

  private Ports(ToIntFunction<Port> number) {
    Stream.of(Port.values()).forEach(port -> numbers.put(port, number.applyAsInt(port)));
  }

  public static Ports standard() {
    return new Ports(Port::standard);
  }

  /** For tests: ports that are free just now. */
  public static Ports free() {
    return new Ports(port -> FreePorts.next());
  }

  public Ports shiftedBy(int offset) {
    return new Ports(port -> of(port) + offset);
  }

  public Ports with(Port changed, int number) {
    return new Ports(port -> port == changed ? number : of(port));
  }

  public int of(Port port) {
    return numbers.getOrDefault(port, port.standard());
  }

  public String url(Port port) {
    return "http://localhost:" + of(port);
  }
}
