package dev.orderflow.systemtests;

import dev.orderflow.localstack.LocalStack;

/** One running system for all tests of this JVM, on free ports and with a state of its own. */
final class TheStack {

  private static final LocalStack RUNNING = start();

  private TheStack() {}

  static LocalStack running() {
    return RUNNING;
  }

  private static LocalStack start() {
    LocalStack stack = new LocalStack(ImpatientSettings.isolated());
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    return stack.start();
  }
}
