package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.Service;
import dev.orderflow.localstack.process.ServiceProcess;
import dev.orderflow.systemtests.Facts;
import dev.orderflow.systemtests.Invariants;
import dev.orderflow.systemtests.Invariants.Violation;
import dev.orderflow.systemtests.Leaks;
import dev.orderflow.systemtests.Witness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Whether every promise was kept, once all is healed and quiet. */
final class Verdict {

  private static final int QUIET_SECONDS = 120;

  /** The records of an hour cannot all be read again in two minutes. */
  private static final int READ_AGAIN_PER_SECOND = 500;

  private static final int MOST_STORIES = 20;

  private final Scene scene;
  private final Customers customers;
  private final StockWatch watch;
  private final int strikes;
  private final Path logs;
  private final List<Violation> violations = new ArrayList<>();

  /**
   * @param strikes so many were planned
   */
  Verdict(Scene scene, Customers customers, StockWatch watch, int strikes, Path logs) {
    this.scene = scene;
    this.customers = customers;
    this.watch = watch;
    this.strikes = strikes;
    this.logs = logs;
  }

  /** Whether nothing was broken; prints what was, and what happened. */
  boolean reach() {
    awaitQuiet("all is quiet", QUIET_SECONDS);
    new Resources(scene).check();
    isWorthSomething();
    Witness witness = customers.witness(scene.planted, scene.skipped, postOffice());
    Facts facts = scene.finder.gather();
    violations.addAll(Invariants.violatedBy(facts, witness));
    deliverEverythingAgain(facts, witness);
    violations.addAll(scene.journal.violations());
    for (String leak : Leaks.in(logs)) violations.add(new Violation("C1", leak, "it may not"));
    print(facts);
    print(new Story(scene, facts, witness));
    return violations.isEmpty();
  }

  /** A run in which nothing happened would keep every promise. */
  private void isWorthSomething() {
    if (!customers.haveOrdered()) {
      scene.journal.broken("CAMPAIGN", "customers", "no order was accepted");
    }
    if (watch.looks() == 0) {
      scene.journal.broken("CAMPAIGN", "stock", "was never looked at");
    }
    int ended = scene.journal.faults().values().stream().mapToInt(Integer::intValue).sum();
    if (ended != strikes) {
      scene.journal.broken("CAMPAIGN", "faults", ended + " of " + strikes + " came to their end");
    }
  }

  private Witness.PostOffice postOffice() {
    boolean refuses = scene.journal.faults().containsKey(FaultKind.MAIL_REFUSES.option());
    return new Witness.PostOffice(
        refuses ? OutsideFaults.REFUSED_ADDRESSES : "", scene.journal.mailTroubles());
  }

  private void awaitQuiet(String what, int seconds) {
    long start = System.nanoTime();
    if (!Waiting.until(scene.bound(seconds), scene.finder::isQuiet)) {
      scene.journal.broken("O3", "quiet", "not within " + scene.bound(seconds));
    }
    scene.journal.say("%s after %d ms".formatted(what, (System.nanoTime() - start) / 1_000_000));
  }

  // E3: from offset 0, by all services.
  private void deliverEverythingAgain(Facts before, Witness witness) {
    List<ServiceProcess> all =
        Stream.of(Service.values()).flatMap(service -> scene.of(service).stream()).toList();
    all.forEach(ServiceProcess::stop);
    scene.groups.delete(Stream.of(Service.values()).map(Service::folder).toList());
    all.forEach(ServiceProcess::launch);
    all.forEach(ServiceProcess::awaitReady);
    int readAgain = before.published().size() / READ_AGAIN_PER_SECOND;
    awaitQuiet("everything was delivered again", QUIET_SECONDS + readAgain);
    violations.addAll(Invariants.violatedByRedelivery(before, scene.finder.gather(), witness));
  }

  private void print(Facts facts) {
    scene.journal.print(
        """

        orders    %s
        faults    %s
        answers   %s
        records   %d of ours, %d by the campaign, %s parked
        mails     %d under %d identities
        """
            .formatted(
                outcomes(),
                scene.journal.faults(),
                customers.answers(),
                facts.published().size() + facts.unreadable().size() - scene.planted.size(),
                scene.planted.size(),
                parked(facts),
                facts.mails().size(),
                facts.mails().stream().map(Facts.Mail::messageId).distinct().count()));
  }

  private Map<String, Long> outcomes() {
    Map<String, Long> outcomes = new TreeMap<>();
    scene
        .database
        .query(
            Service.ORDER,
            "select status || coalesce(' ' || cancellation_reason, ''), count(*) from orders group"
                + " by 1",
            row -> Map.entry(row.getString(1), row.getLong(2)))
        .forEach(it -> outcomes.put(it.getKey(), it.getValue()));
    return outcomes;
  }

  private static Map<String, Integer> parked(Facts facts) {
    Map<String, Integer> parked = new TreeMap<>();
    facts.parked().forEach(it -> parked.merge(it.service(), 1, Integer::sum));
    return parked;
  }

  private void print(Story story) {
    violations.stream()
        .limit(MOST_STORIES)
        .forEach(violation -> {
          scene.journal.print(
              "BROKEN "
                  + violation.invariant()
                  + " "
                  + violation.subject()
                  + ": "
                  + violation.what());
          story.behind(violation).forEach(scene.journal::print);
        });
    scene.journal.print(
        violations.isEmpty()
            ? "Every promise was kept."
            : violations.size() + " violations, at most " + MOST_STORIES + " shown.");
  }
}
