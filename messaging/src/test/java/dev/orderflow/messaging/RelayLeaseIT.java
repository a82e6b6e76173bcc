package dev.orderflow.messaging;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.TestServers;
import dev.orderflow.messaging.OutboxTable.Head;
import dev.orderflow.messaging.OutboxTable.Row;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(OutputCaptureExtension.class)
class RelayLeaseIT {

  private static final MessagingSettings SETTINGS = settings(Duration.ofMillis(50));

  private final MockProducer<byte[], byte[]> kafkaOfFirst = kafka(true);
  private final MockProducer<byte[], byte[]> kafkaOfSecond = kafka(true);
  private final MovableTime time = new MovableTime();
  private final Pulses pulses = new Pulses(new SimpleMeterRegistry(), time);
  private final MeterRegistry otherMetrics = new SimpleMeterRegistry();
  private final Pulses other = new Pulses(otherMetrics, time);
  private TransactionTemplate transaction;
  private JdbcTemplate jdbc;
  private OutboxTable table;
  private OutboxRelay first;
  private OutboxRelay second;
  private volatile long lastLook;

  @BeforeEach
  void twoInstances() {
    String database = TestServers.freshDatabase("lease");
    var dataSource =
        new DriverManagerDataSource(TestServers.jdbcUrl(database), database, database) {
          @Override
          public Connection getConnection() throws SQLException {
            lastLook = System.nanoTime();
            return super.getConnection();
          }
        };
    Flyway.configure().dataSource(dataSource).locations("classpath:db/messaging").load().migrate();
    transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    jdbc = new JdbcTemplate(dataSource);
    table = new OutboxTable(jdbc);
    first = new OutboxRelay(table, only(kafkaOfFirst), SETTINGS, pulses);
    second = new OutboxRelay(table, only(kafkaOfSecond), SETTINGS, pulses);
  }

  @AfterEach
  void stop() {
    first.stop();
    second.stop();
  }

  @Test
  void letsOneInstancePublishAtATime() {
    Thread.ofPlatform().start(first);
    await().until(first::isLeader);
    Thread.ofPlatform().start(second);

    table.insert(List.of(row(), row()));

    await().until(() -> kafkaOfFirst.history().size() == 2);
    assertThat(second.isLeader()).isFalse();
    assertThat(kafkaOfSecond.history()).isEmpty();
  }

  @Test
  void handsOverAtOnceWhenItStops() {
    Thread.ofPlatform().start(first);
    await().until(first::isLeader);
    Thread.ofPlatform().start(second);

    first.stop();

    await().until(second::isLeader);
  }

  @Test
  void isWokenForEventsOnly() {
    var wakeUps = new AtomicInteger();
    var outbox = new Outbox(table, new Tracing(OpenTelemetry.noop()), wakeUps::incrementAndGet);

    transaction.executeWithoutResult(_ -> outbox.write());
    int withoutEvents = wakeUps.getAndSet(0);
    transaction.executeWithoutResult(_ -> outbox.append(row()));
    transaction.executeWithoutResult(_ -> {
      outbox.append(row());
      outbox.write();
    });

    assertThat(withoutEvents).isZero();
    assertThat(wakeUps).hasValue(2);
  }

  @Test
  void publishesAtOnceWhatIsCommittedDuringALongRest() {
    var relay = new OutboxRelay(table, only(kafkaOfFirst), settings(Duration.ofMinutes(1)), pulses);
    var outbox = new Outbox(table, new Tracing(OpenTelemetry.noop()), relay::wake);
    Thread.ofPlatform().start(relay);
    // As each rest is twice as long as the last, this one is of 3.2 s.
    await().until(() -> System.nanoTime() - lastLook > Duration.ofSeconds(2).toNanos());

    transaction.executeWithoutResult(_ -> outbox.append(row()));

    await().atMost(Duration.ofSeconds(1)).until(() -> kafkaOfFirst.history().size() == 1);
    relay.stop();
  }

  @Test
  void takesOverFromOneThatFellSilentAndRepeatsWhatWasNotAcknowledged() {
    MockProducer<byte[], byte[]> silent = kafka(false);
    OutboxRelay stuck = new OutboxRelay(table, only(silent), SETTINGS, pulses);
    Thread stuckThread = Thread.ofPlatform().daemon().start(stuck);
    table.insert(List.of(row(), row()));
    await().until(() -> silent.history().size() == 2);

    Thread.ofPlatform().start(second);

    await().until(() -> kafkaOfSecond.history().size() == 2);
    await().until(() -> table.count() == 0);
    await().until(second::isLeader);
    assertThat(stuck.isLeader()).isFalse();
    stuck.stop();
    stuckThread.interrupt();
  }

  @Test
  void keepsARowThatKafkaRefused() {
    MockProducer<byte[], byte[]> refusing = kafka(false);
    OutboxRelay relay = new OutboxRelay(table, only(refusing), SETTINGS, pulses);
    Thread.ofPlatform().start(relay);
    table.insert(List.of(row()));

    await().until(() -> refusing.errorNext(new IllegalStateException("refused")));

    assertThat(table.count()).isEqualTo(1);
    relay.stop();
  }

  @Test
  void sendsNothingBehindARowThatFailsAtOnce() {
    AtomicInteger failures = new AtomicInteger(2);
    MockProducer<byte[], byte[]> awayAtFirst = refusing(_ -> failures.getAndDecrement() > 0);
    OutboxRelay relay = new OutboxRelay(table, only(awayAtFirst), SETTINGS, pulses);
    table.insert(List.of(row(1), row(2), row(3)));

    Thread.ofPlatform().start(relay);

    await().until(() -> table.count() == 0);
    assertThat(awayAtFirst.history())
        .extracting(it -> it.value()[0])
        .containsExactly((byte) 1, (byte) 2, (byte) 3);
    relay.stop();
  }

  @Test
  void publishesToTheOtherTopicsWhenOneIsMissingAndToThatOneWhenItIsThere(CapturedOutput log) {
    AtomicBoolean missing = new AtomicBoolean(true);
    MockProducer<byte[], byte[]> kafka =
        refusing(record -> record.topic().endsWith(".dlt") && missing.get());
    OutboxRelay relay = new OutboxRelay(table, only(kafka), SETTINGS, pulses);
    int moreThanARound = SETTINGS.relayBatch() + 1;
    table.insert(IntStream.range(0, moreThanARound).mapToObj(_ -> deadLetter()).toList());
    table.insert(List.of(row(1), row(2)));

    Thread.ofPlatform().start(relay);

    await().until(() -> table.count() == moreThanARound);
    assertThat(kafka.history()).extracting(it -> it.value()[0]).containsExactly((byte) 1, (byte) 2);
    assertThat(log).contains("for orders.inventory-service.dlt: TimeoutException");
    missing.set(false);
    await().until(() -> table.count() == 0);
    assertThat(kafka.history()).hasSize(moreThanARound + 2);
    relay.stop();
  }

  private static OutboxTable.NewRow deadLetter() {
    return OutboxTable.NewRow.of("orders.inventory-service.dlt", "k", List.of(), new byte[1]);
  }

  @Test
  void leavesTheLeaseToAnInstanceThatReachesKafka() {
    OutboxRelay cutOff = new OutboxRelay(table, only(refusing(_ -> true)), SETTINGS, pulses);
    Thread.ofPlatform().start(cutOff);
    await().until(cutOff::isLeader);
    Thread.ofPlatform().start(second);

    table.insert(List.of(row(), row()));

    await().until(() -> kafkaOfSecond.history().size() == 2);
    cutOff.stop();
  }

  @Test
  void isWellAgainWhenAnotherInstancePublishesWhatItCouldNot() {
    AtomicBoolean cutOff = new AtomicBoolean(true);
    OutboxRelay relay =
        new OutboxRelay(table, only(refusing(_ -> cutOff.getAndSet(false))), SETTINGS, other);
    Thread.ofPlatform().start(relay);
    table.insert(List.of(row()));
    await().until(() -> !cutOff.get());

    Thread.ofPlatform().start(second);

    await().until(second::isLeader);
    time.passes(Duration.ofSeconds(1));
    await().until(() -> failing() == 0);
    assertThat(second.isLeader()).isTrue();
    relay.stop();
  }

  @Test
  void readsNoMoreThanFitsIntoMemory() {
    byte[] large = new byte[900_000];
    table.insert(
        Stream.generate(() -> OutboxTable.NewRow.of("inventory", "k", List.of(), large))
            .limit(40)
            .toList());

    assertThat(table.read(0, 0, Set.of(), 1000).rows())
        .hasSize(OutboxTable.ENOUGH_BYTES / large.length + 1);
  }

  @Test
  void takesANewProducerWhenOneIsBeyondRepair() {
    MockProducer<byte[], byte[]> beyondRepair =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            throw new KafkaException("fatal state");
          }
        };
    MockProducer<byte[], byte[]> next = kafka(true);
    Iterator<MockProducer<byte[], byte[]>> producers = List.of(beyondRepair, next).iterator();
    var factory =
        new DefaultKafkaProducerFactory<byte[], byte[]>(Map.of()) {
          @Override
          protected Producer<byte[], byte[]> createRawProducer(Map<String, Object> config) {
            return producers.next();
          }
        };
    OutboxRelay relay = new OutboxRelay(table, factory, SETTINGS, pulses);
    table.insert(List.of(row()));

    Thread.ofPlatform().start(relay);

    await().until(() -> table.count() == 0);
    assertThat(beyondRepair.closed()).isTrue();
    assertThat(next.history()).hasSize(1);
    relay.stop();
  }

  @Test
  void keepsTheOrderOfMoreRowsThanOneStatementWrites() {
    table.insert(IntStream.range(0, 1_200).mapToObj(number -> row(number)).toList());

    List<Row> rows = table.read(0, 0, Set.of(), 2_000).rows();

    assertThat(rows).hasSize(1_200);
    for (int i = 0; i < rows.size(); i++) assertThat(rows.get(i).value()).containsExactly((byte) i);
  }

  @Test
  void tellsWhichTransactionsAReadCouldNotSee() {
    table.insert(List.of(row()));

    transaction.executeWithoutResult(_ -> {
      table.insert(List.of(row()));
      Head head = supplyAsync(() -> table.read(0, 0, Set.of(), 10)).join();
      long removedBy = supplyAsync(() -> table.delete(List.of())).join();

      assertThat(head.rows()).hasSize(1);
      assertThat(head.oldestUnderWay()).isLessThanOrEqualTo(idOfThisTransaction());
      assertThat(removedBy).isGreaterThan(idOfThisTransaction());
    });

    long removedBy = table.delete(List.of());
    await().until(() -> table.read(0, 0, Set.of(), 10).oldestUnderWay() > removedBy);
    assertThat(table.read(0, 0, Set.of(), 10).rows()).hasSize(2);
  }

  @Test
  void looksPastATransactionThatDoesNotCount() {
    table.insert(List.of(row()));

    transaction.executeWithoutResult(_ -> {
      table.insert(List.of(row()));
      long later = supplyAsync(() -> table.delete(List.of())).join();
      Head head = supplyAsync(() -> table.read(0, later, Set.of(), 10)).join();

      assertThat(head.rows()).hasSize(1);
      assertThat(head.oldestUnderWay()).isGreaterThanOrEqualTo(later);
    });
  }

  @Test
  void isFoundWhenItHangs() {
    transaction.executeWithoutResult(_ -> {
      jdbc.execute("lock table outbox in access exclusive mode");
      Thread.ofPlatform().start(first);
      await().until(first::isLeader);

      time.passes(Pulse.LONGEST_SILENCE.plusSeconds(2));

      await()
          .until(() -> pulses.whatIsWrong().stream().anyMatch(it -> it.startsWith("outbox-relay")));
    });
  }

  @Test
  void needsNoRestartWhileKafkaDoesNotAnswer() {
    OutboxRelay waiting = new OutboxRelay(table, only(kafka(false)), SETTINGS, other);
    table.insert(List.of(row()));
    Thread waitingThread = Thread.ofPlatform().daemon().start(waiting);
    await().until(() -> failing() > 0);

    time.passes(Duration.ofHours(1));

    assertThat(other.whatIsWrong()).isEmpty();
    assertThat(failing()).isGreaterThanOrEqualTo(3_600);
    waiting.stop();
    waitingThread.interrupt();
  }

  @Test
  void beginsAnewWhereKafkasClientWaitsForEver() {
    MockProducer<byte[], byte[]> stuck =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          // The mock's lock would keep others from its history meanwhile.
          @Override
          @SuppressWarnings("UnsynchronizedOverridesSynchronized")
          public void flush() {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              throw new InterruptException(e);
            }
          }
        };
    MockProducer<byte[], byte[]> fresh = kafka(true);
    Iterator<MockProducer<byte[], byte[]>> clients = List.of(stuck, fresh).iterator();
    OutboxRelay relay = new OutboxRelay(table, clients::next, SETTINGS, pulses, Duration.ZERO);
    table.insert(List.of(row(), row()));
    Thread thread = Thread.ofPlatform().daemon().start(relay);
    await().until(() -> stuck.history().size() == 2);

    relay.breakOff();

    await().until(() -> fresh.history().size() == 2);
    await().until(() -> table.count() == 0);
    assertThat(thread.isAlive()).isTrue();
    relay.stop();
  }

  private long idOfThisTransaction() {
    Long id = jdbc.queryForObject("select pg_current_xact_id()::text::bigint", Long.class);
    return requireNonNull(id);
  }

  private double failing() {
    return otherMetrics.get("orderflow.loop.failing.seconds").gauge().value();
  }

  private static MessagingSettings settings(Duration relayPoll) {
    return new MessagingSettings(
        12,
        (short) 1,
        1,
        1,
        500,
        1000,
        relayPoll,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofMillis(1),
        Duration.ofSeconds(1),
        Duration.ofDays(90));
  }

  private static OutboxTable.NewRow row(int number) {
    return OutboxTable.NewRow.of("inventory", "one order", List.of(), new byte[] {(byte) number});
  }

  private static OutboxTable.NewRow row() {
    return OutboxTable.NewRow.of(
        "inventory", UUID.randomUUID().toString(), List.of(), new byte[] {1});
  }

  private static MockProducer<byte[], byte[]> kafka(boolean acknowledges) {
    return new MockProducer<>(
        acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer()) {
      @Override
      public void flush() {
        // The real one waits for acknowledgements; the mock's would give them.
      }
    };
  }

  private static MockProducer<byte[], byte[]> refusing(
      Predicate<ProducerRecord<byte[], byte[]>> isRefused) {
    return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
      @Override
      public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return isRefused.test(record)
            ? CompletableFuture.failedFuture(new TimeoutException("no metadata"))
            : super.send(record);
      }

      @Override
      public synchronized void close(Duration timeout) {
        // The relay asks for a new one after a failure and gets this again.
      }
    };
  }

  private static ProducerFactory<byte[], byte[]> only(Producer<byte[], byte[]> producer) {
    return () -> producer;
  }
}
