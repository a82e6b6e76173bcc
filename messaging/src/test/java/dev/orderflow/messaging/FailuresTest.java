package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

class FailuresTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08006", "57P01", "53100", "40P01", "55P03", "58030", "25006", "25P03", "25P04", "42501",
        "26000", "0A000"
      })
  void waitsForADatabaseThatIsDown(String state) {
    Exception failure =
        new UncategorizedDataAccessException("query", new SQLException("text", state)) {};

    assertThat(Failures.isTransient(failure)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "22021", "22003", "42P01"})
  void doesNotWaitForBadDataToTurnGood(String state) {
    assertThat(
            Failures.isTransient(
                new DataIntegrityViolationException("insert", new SQLException("text", state))))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"25P04", "57014"})
  void tellsWhatTookTooLongFromWhatIsDown(String state) {
    assertThat(Failures.tookTooLong(new RuntimeException(new SQLException("text", state))))
        .isTrue();
    assertThat(Failures.tookTooLong(new RuntimeException(new SQLException("text", "08006"))))
        .isFalse();
  }

  @Test
  void waitsForKafkaAndForAConnection() {
    assertThat(Failures.isTransient(new TimeoutException("metadata"))).isTrue();
    assertThat(Failures.isTransient(new CannotCreateTransactionException("pool"))).isTrue();
  }

  @Test
  void waitsForAConnectionThatWasLostUnderTheTransaction() {
    assertThat(
            Failures.isTransient(
                new IllegalStateException(new SQLException("Connection is closed"))))
        .isTrue();
  }

  @Test
  void blamesTheProcessForAnErrorButTheDataForAStackOverflow() {
    assertThat(Failures.isTransient(new NoClassDefFoundError())).isTrue();
    assertThat(Failures.isTransient(new StackOverflowError())).isFalse();
  }

  @Test
  void saysNothingOfTheData() {
    assertThat(Failures.summary(new IllegalStateException("ada@example.com")))
        .isEqualTo("IllegalStateException");
    assertThat(Failures.summary(new RuntimeException(new SQLException("ada@example.com", "23505"))))
        .isEqualTo("SQLException 23505");
  }
}
