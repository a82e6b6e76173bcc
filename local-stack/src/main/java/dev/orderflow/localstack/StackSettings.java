package dev.orderflow.localstack;

import dev.orderflow.localstack.process.Jvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to set up a {@link LocalStack}.
 *
 * @param state the folder of everything that a stack must not forget, and of its logs
 * @param jvmFlags for the broker and the services, {@link Jvm#QUICK_START} or {@link
 *     Jvm#FULL_SPEED}
 * @param environment more environment variables for all services
 * @param cuttable whether the services reach PostgreSQL and Kafka through proxies, {@link
 *     LocalStack#postgresNetwork} and {@link LocalStack#kafkaNetwork}
 */
public record StackSettings(
    Path state,
    Ports ports,
    List<String> jvmFlags,
    Map<String, String> environment,
    boolean cuttable) {

  /** Standard ports, and the state that the demo keeps in this clone. */
  public static StackSettings standard() {
    return new StackSettings(
        Checkout.root().resolve(".orderflow/state"),
        Ports.standard(),
        Jvm.FULL_SPEED,
        Map.of(),
        false);
  }

  /**
   * For tests: a state of its own and free ports, so that it can run beside a demo and beside other
   * tests.
   */
  public static StackSettings isolated(Path state) {
    return standard().withState(state).withPorts(Ports.free()).withJvmFlags(Jvm.QUICK_START);
  }

  public StackSettings withState(Path newState) {
    return new StackSettings(newState, ports, jvmFlags, environment, cuttable);
  }

  public StackSettings withPorts(Ports newPorts) {
    return new StackSettings(state, newPorts, jvmFlags, environment, cuttable);
  }

  public StackSettings withJvmFlags(List<String> flags) {
    return new StackSettings(state, ports, flags, environment, cuttable);
  }

  public StackSettings withEnvironment(Map<String, String> variables) {
    return new StackSettings(state, ports, jvmFlags, variables, cuttable);
  }

  public StackSettings withCuttableNetwork() {
    return new StackSettings(state, ports, jvmFlags, environment, true);
  }
}
