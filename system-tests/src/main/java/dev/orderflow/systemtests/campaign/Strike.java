package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.Service;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * One fault, as it is planned.
 *
 * @param victim the service that it strikes, if it strikes one
 * @param after the beginning of its round
 * @param lasting until it is healed
 * @param salt decides what else is to be decided
 */
record Strike(FaultKind kind, Service victim, Duration after, Duration lasting, long salt) {

  SplittableRandom random() {
    return new SplittableRandom(salt);
  }

  boolean hasVictim() {
    return switch (kind) {
      case KILL,
          PAUSE,
          INSTANCES,
          RESTARTS,
          CLOCK,
          OFFSETS_EARLIEST,
          OFFSETS_LATEST,
          OFFSETS_DELETED ->
          true;
      default -> false;
    };
  }

  /**
   * Whether the mail server's answer to a mail may be lost by it, with the process that waits for
   * it, its connection, or its transaction: the mail is then sent again.
   */
  boolean mayLoseAnAnswerAboutAMail() {
    return switch (kind) {
      case DATABASE_KILLED,
          DATABASE_STOPPED,
          DATABASE_CUT_OFF,
          DATABASE_DISK_FULL,
          MAIL_DOWN,
          MAIL_KEPT ->
          true;
      default -> hasVictim() && victim == Service.NOTIFICATION;
    };
  }

  @Override
  public String toString() {
    return "%s%s after %.1f s for %.1f s"
        .formatted(
            kind.option(),
            hasVictim() ? " of " + victim.folder() : "",
            after.toMillis() / 1000.0,
            lasting.toMillis() / 1000.0);
  }
}
