package dev.orderflow.systemtests;

import dev.orderflow.localstack.LocalStack;
import dev.orderflow.systemtests.Witness.Trouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One running system for all tests of this JVM, on free ports and with a state of its own. */
final class TheStack {

  private static final LocalStack RUNNING = start();

  /** When mails may have been sent again, in the tests of all classes. */
  static final Queue<Trouble> TROUBLES = new ConcurrentLinkedQueue<>();

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
