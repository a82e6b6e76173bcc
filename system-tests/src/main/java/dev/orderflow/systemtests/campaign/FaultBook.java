package dev.orderflow.systemtests.campaign;

import dev.orderflow.systemtests.Witness;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** Who does each fault. */
final class FaultBook implements AutoCloseable {

  private final Scene scene;
  private final Probe probe;
  private final ServiceFaults services;
  private final OffsetFaults offsets;
  private final ServerFaults servers;
  private final OutsideFaults outside;
  private final RecordFaults records;
  private final DiskFaults disks;

  FaultBook(Scene scene, Probe probe, DiskFaults disks, Path state) {
    this.scene = scene;
    this.probe = probe;
    this.disks = disks;
    services = new ServiceFaults(scene, probe, state);
    offsets = new OffsetFaults(scene, probe);
    servers = new ServerFaults(scene, probe);
    outside = new OutsideFaults(scene);
    records = new RecordFaults(scene);
  }

  /** Those of the chosen that can be done here; says why the others cannot. */
  static Set<FaultKind> possible(Set<FaultKind> chosen, DiskFaults disks, Journal journal) {
    Set<FaultKind> possible = EnumSet.copyOf(chosen);
    if (!disks.arePossible()) {
      possible.remove(FaultKind.DATABASE_DISK_FULL);
      possible.remove(FaultKind.BROKER_DISK_FULL);
      if (possible.size() < chosen.size()) {
        journal.say("no disk is made full: this needs root, and the right to mount");
      }
    }
    return possible;
  }

  /** Returns when it is healed; a fault that cannot be healed is a broken promise too. */
  void strike(Strike strike) {
    Waiting.sleep(strike.after());
    scene.journal.say("→ " + strike);
    Instant begin = Instant.now();
    try {
      faultOf(strike.kind()).strike(strike);
      scene.journal.say("← " + strike.kind().option() + " is over");
      scene.journal.struck(strike);
    } catch (Throwable e) {
      scene.journal.broken("HEAL", strike.toString(), String.valueOf(e));
    } finally {
      if (strike.mayLoseAnAnswerAboutAMail()) {
        scene.journal.troubled(new Witness.Trouble(begin, Instant.now()));
      }
    }
  }

  private Fault faultOf(FaultKind kind) {
    return switch (kind) {
      case KILL -> services::kill;
      case PAUSE -> services::pause;
      case INSTANCES -> services::instances;
      case RESTARTS -> services::restarts;
      case CLOCK -> services::clock;
      case OFFSETS_EARLIEST -> offsets::toEarliest;
      case OFFSETS_LATEST -> offsets::toLatest;
      case OFFSETS_DELETED -> offsets::delete;
      case BROKER_KILLED -> servers::brokerKilled;
      case BROKER_STOPPED -> servers::brokerStopped;
      case BROKER_CUT_OFF -> servers::brokerCutOff;
      case BROKER_DISK_FULL -> strike -> disks.broker(strike, scene, probe);
      case DATABASE_KILLED -> servers::databaseKilled;
      case DATABASE_STOPPED -> servers::databaseStopped;
      case DATABASE_CUT_OFF -> servers::databaseCutOff;
      case DATABASE_DISK_FULL -> strike -> disks.database(strike, scene, probe);
      case IDLE_TRANSACTION -> servers::idleTransaction;
      case PROVIDER_SLOW -> outside::providerSlow;
      case PROVIDER_DOWN -> outside::providerDown;
      case PROVIDER_HANGS_UP -> outside::providerHangsUp;
      case PROVIDER_FAILS -> outside::providerFails;
      case PROVIDER_DROPS -> outside::providerDrops;
      case PROVIDER_SAVES_ERRORS -> outside::providerSavesErrors;
      case PROVIDER_LIMITS -> outside::providerLimits;
      case MAIL_DOWN -> outside::mailDown;
      case MAIL_GREYLISTS -> outside::mailGreylists;
      case MAIL_REFUSES -> outside::mailRefuses;
      case MAIL_LOST -> outside::mailLost;
      case MAIL_KEPT -> outside::mailKept;
      case RECORDS_TRIPLED -> records::tripled;
      case RECORDS_STALE -> records::stale;
      case RECORDS_SHUFFLED -> records::shuffled;
      case RECORDS_CORRUPTED -> records::corrupted;
    };
  }

  @Override
  public void close() {
    records.close();
  }
}
