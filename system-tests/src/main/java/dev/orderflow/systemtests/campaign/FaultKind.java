package dev.orderflow.systemtests.campaign;

import java.util.Locale;

/** What can happen to the system. */
public enum FaultKind {
  /** {@code kill -9} of a service. */
  KILL(Lane.MAIN),
  /** A service is frozen beside a second instance, and woken again. */
  PAUSE(Lane.MEASURED),
  /** A second and a third instance come and go. */
  INSTANCES(Lane.MAIN),
  /** A service is stopped or killed every few seconds. */
  RESTARTS(Lane.MAIN),
  /** A service's clock is two hours fast or slow. */
  CLOCK(Lane.MEASURED),

  OFFSETS_EARLIEST(Lane.MAIN),
  OFFSETS_LATEST(Lane.MAIN),
  OFFSETS_DELETED(Lane.MAIN),

  BROKER_KILLED(Lane.MEASURED),
  BROKER_STOPPED(Lane.MEASURED),
  BROKER_CUT_OFF(Lane.MEASURED),
  BROKER_DISK_FULL(Lane.MAIN),

  DATABASE_KILLED(Lane.MEASURED),
  DATABASE_STOPPED(Lane.MEASURED),
  DATABASE_CUT_OFF(Lane.MEASURED),
  DATABASE_DISK_FULL(Lane.MAIN),

  /** Somebody forgets to end a transaction in each database. */
  IDLE_TRANSACTION(Lane.SIDE),

  PROVIDER_SLOW(Lane.SIDE),
  PROVIDER_DOWN(Lane.SIDE),
  PROVIDER_HANGS_UP(Lane.SIDE),
  PROVIDER_FAILS(Lane.SIDE),
  /** It executes the call and hangs up. */
  PROVIDER_DROPS(Lane.SIDE),
  /** It answers 500, for ever to the same idempotency key, and has executed the call or not. */
  PROVIDER_SAVES_ERRORS(Lane.SIDE),
  PROVIDER_LIMITS(Lane.SIDE),

  MAIL_DOWN(Lane.SIDE),
  MAIL_GREYLISTS(Lane.SIDE),
  /** 550 for some recipients. */
  MAIL_REFUSES(Lane.SIDE),
  /** The connection ends before the 250, and the mail is not kept. */
  MAIL_LOST(Lane.SIDE),
  /** The connection ends before the 250, and the mail is kept. */
  MAIL_KEPT(Lane.SIDE),

  RECORDS_TRIPLED(Lane.SIDE),
  RECORDS_STALE(Lane.SIDE),
  RECORDS_SHUFFLED(Lane.SIDE),
  RECORDS_CORRUPTED(Lane.SIDE);

  /** What may strike together. */
  enum Lane {
    /** The services and what they stand on: one at a time. */
    MAIN,
    /** The same, with a bound to the time in which orders must go on: the provider works. */
    MEASURED,
    /** What surrounds them: beside another. */
    SIDE
  }

  private final Lane lane;

  FaultKind(Lane lane) {
    this.lane = lane;
  }

  boolean isSide() {
    return lane == Lane.SIDE;
  }

  boolean isMeasured() {
    return lane == Lane.MEASURED;
  }

  boolean isOfTheProvider() {
    return name().startsWith("PROVIDER");
  }

  /** As it is written on the command line. */
  String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code broker} chooses all that happens to the broker. */
  boolean isChosenBy(String word) {
    return word.equals("all") || option().equals(word) || option().startsWith(word + "-");
  }
}
