package dev.orderflow.messaging;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells "something is down" from "this data is bad". */
public final class Failures {

  /**
   * SQLSTATE classes (PostgreSQL, appendix A) that say nothing about the data: connection,
   * transaction rollback (deadlock, serialization), insufficient resources such as a full disk,
   * object not available (lock time-out), operator intervention, system error.
   */
  private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "55", "57", "58");

  /**
   * What is wrong with the server or the connection: 25006 is a server that was demoted, 25P03 a
   * transaction that an instance rested in for too long, 25P04 one that took too long, 42501 a
   * right that is missing, 26000 and 0A000 a statement that was prepared before, the latter when an
   * upgrade gave its table another column; the driver prepares it anew the next time.
   */
  private static final Set<String> TRANSIENT_STATES =
      Set.of("25006", "25P03", "25P04", "42501", "26000", "0A000");

  /** A transaction, and a statement, that took longer than the server allows. */
  private static final Set<String> TOO_LONG = Set.of("25P04", "57014");

  private Failures() {}

  /**
   * Whether to wait and try the same again. An {@link Error} counts as transient, because a broken
   * process must not park good events; only a stack overflow comes from the data, which was nested
   * too deep.
   */
  public static boolean isTransient(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isTransientItself(cause)) return true;
    }
    return false;
  }

  private static boolean isTransientItself(Throwable failure) {
    return switch (failure) {
      case StackOverflowError _ -> false;
      case Error _ -> true;
      case SQLTransientException _, SQLRecoverableException _ -> true;
      case SQLException sql -> isTransientState(sql.getSQLState());
      case TransientDataAccessException _, RecoverableDataAccessException _ -> true;
      case DataAccessResourceFailureException _, CannotCreateTransactionException _ -> true;
      case KafkaException _, InterruptedException _ -> true;
      default -> false;
    };
  }

  // Without a state it is not the server that speaks: the driver or the pool lost the connection.
  private static boolean isTransientState(@Nullable String state) {
    if (state == null || state.length() < 2) return true;
    return TRANSIENT_CLASSES.contains(state.substring(0, 2)) || TRANSIENT_STATES.contains(state);
  }

  /** Whether a part of the same may be done in the time that the server allows. */
  static boolean tookTooLong(Throwable failure) {
    return TOO_LONG.contains(sqlState(failure));
  }

  /** Whether the process itself is broken, as by a class that is missing. */
  public static boolean isError(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Error && !(cause instanceof StackOverflowError)) return true;
    }
    return false;
  }

  /** The SQLSTATE of the innermost reason (PostgreSQL, appendix A), empty if it has none. */
  public static String sqlState(Throwable failure) {
    return NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException sql
            && sql.getSQLState() != null
        ? sql.getSQLState()
        : "";
  }

  /** The innermost reason in few words, without values of the data. */
  public static String summary(Throwable failure) {
    Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
    return (root.getClass().getSimpleName() + " " + sqlState(root)).strip();
  }
}
