package dev.orderflow.systemtests.campaign;

import dev.orderflow.systemtests.Facts;
import dev.orderflow.systemtests.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/** All customers, and what they remember. */
final class Customers {

  final ConcurrentLinkedQueue<Witness.Attempt> attempts = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<Witness.Sighting> sightings = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  void come(int number, long seed, Scene scene, Goods goods) {
    for (int n = 0; n < number; n++) {
      Customer customer = new Customer(n, seed, this, scene, goods);
      threads.add(Thread.ofVirtual().name("customer-" + n).start(customer));
    }
  }

  /** Lets them finish what they are at. */
  void leave() throws InterruptedException {
    closed = true;
    for (Thread thread : threads) thread.join();
  }

  boolean areClosed() {
    return closed;
  }

  void count(String request, int status) {
    String answer = status == Witness.UNANSWERED ? "none" : String.valueOf(status);
    answers.merge(request + " " + answer, 1, Integer::sum);
  }

  Map<String, Integer> answers() {
    return answers;
  }

  boolean haveOrdered() {
    return attempts.stream().anyMatch(attempt -> attempt.orderId() != null);
  }

  Witness witness(
      Map<Facts.Position, Set<String>> planted,
      Set<Witness.Skipped> skipped,
      Witness.PostOffice postOffice) {
    return new Witness(
        List.copyOf(attempts), List.copyOf(sightings), planted, skipped, true, postOffice);
  }
}
