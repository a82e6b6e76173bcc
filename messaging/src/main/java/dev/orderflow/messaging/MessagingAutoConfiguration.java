package dev.orderflow.messaging;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.core.MicrometerProducerListener;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts the parts together. A service adds its {@link EventHandler}, and {@link Workers} if it calls
 * the outside world.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
      "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration"
    },
    beforeName = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration")
@EnableConfigurationProperties(MessagingSettings.class)
public final class MessagingAutoConfiguration {

  // Without it a right that is taken away for a moment ends the consumer for good.
  private static final Duration AUTH_RETRY = Duration.ofSeconds(5);

  // What is read again after a crash changes nothing. A commit per batch would be a hundred a
  // second, each waited for; ten a second were an eighth of what Kafka does.
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(500);

  // A fraction of the ten minutes that it watches over.
  private static final Duration RELAY_WATCH = Duration.ofSeconds(15);

  @Bean
  EventSource eventSource(@Value("${spring.application.name}") String name) {
    return EventSource.byId(name)
        .orElseThrow(
            () -> new IllegalStateException("spring.application.name is none of the services"));
  }

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  FlywayMigrationStrategy messagingTablesFirst(@Value("${spring.datasource.url}") String url) {
    return new Migrations(url.replaceFirst("\\?.*", ""), Migrations.PAUSE);
  }

  @Bean
  Tracing tracing(ObjectProvider<OpenTelemetry> openTelemetry) {
    return new Tracing(openTelemetry.getIfAvailable(OpenTelemetry::noop));
  }

  @Bean
  TransactionTemplate messagingTransaction(PlatformTransactionManager transactionManager) {
    return new TransactionTemplate(transactionManager);
  }

  @Bean
  OutboxTable outboxTable(JdbcTemplate jdbc) {
    return new OutboxTable(jdbc);
  }

  @Bean
  @ConditionalOnMissingBean
  Pulses pulses(MeterRegistry metrics) {
    return new Pulses(metrics);
  }

  @Bean
  ConsumerPulses consumerPulses(Pulses pulses) {
    return new ConsumerPulses(pulses);
  }

  @Bean
  OutboxRelay outboxRelay(
      OutboxTable table,
      ProducerFactory<?, ?> configured,
      MessagingSettings settings,
      Pulses pulses,
      ObjectProvider<MeterRegistry> metrics) {
    var producers = KafkaClients.producers(configured);
    metrics.ifAvailable(
        registry -> producers.addListener(new MicrometerProducerListener<>(registry)));
    // What a producer still holds when it is given up is in the outbox.
    producers.setPhysicalCloseTimeout(0);
    return new OutboxRelay(table, producers, settings, pulses);
  }

  @Bean
  Outbox outbox(OutboxTable table, Tracing tracing, OutboxRelay relay) {
    return new Outbox(table, tracing, relay::wake);
  }

  @Bean
  ParkingLot parkingLot(JdbcTemplate jdbc, Outbox outbox, EventSource self) {
    return new ParkingLot(jdbc, outbox, self);
  }

  @Bean
  ParkedEvents parkedEvents(
      JdbcTemplate jdbc, TransactionTemplate transaction, EventHandler handler, Tracing tracing) {
    return new ParkedEvents(new ParkedEventTable(jdbc), transaction, handler, tracing);
  }

  @Bean
  UnpublishedEvents unpublishedEvents(JdbcTemplate jdbc) {
    return new UnpublishedEvents(jdbc);
  }

  @Bean
  EventConsumer eventConsumer(
      EventHandler handler,
      ParkingLot parkingLot,
      TransactionTemplate transaction,
      Tracing tracing,
      MeterRegistry metrics,
      ConsumerPulses pulses,
      WaitAndRetry retry) {
    return new EventConsumer(handler, parkingLot, transaction, tracing, metrics, pulses, retry);
  }

  @Bean
  WaitAndRetry waitAndRetry(ConsumerPulses pulses) {
    return new WaitAndRetry(pulses);
  }

  @Bean
  EventTopics eventTopics(
      KafkaAdmin admin, MessagingSettings settings, EventSource self, EventHandler handler) {
    // Done by the lifecycle, again and again: at start-up Kafka may be away.
    admin.setAutoCreate(false);
    return new EventTopics(admin, settings, self, handler.topics());
  }

  @Bean
  MessagingLifecycle messagingLifecycle(
      EventTopics topics,
      EventHandler handler,
      EventConsumer consumer,
      OutboxRelay relay,
      ConsumerFactory<?, ?> configured,
      MessagingSettings settings,
      EventSource self,
      Pulses allPulses,
      ConsumerPulses pulses,
      WaitAndRetry retry,
      BackPressure pressure,
      ObjectProvider<MeterRegistry> metrics) {
    var consumers = KafkaClients.consumers(configured, self, settings.maxPollRecords());
    consumers.addPostProcessor(each ->
        new PollingTheRest(settings.maxPollRecords(), settings.consumerGather(), pressure)
            .by(each));
    consumers.addPostProcessor(each -> new PollingAtRest().by(each));
    consumers.addPostProcessor(retry::by);
    // The last: a second poll without records is no sign that the batch before it went well.
    consumers.addPostProcessor(pulses::by);
    metrics.ifAvailable(
        registry -> consumers.addListener(new MicrometerConsumerListener<>(registry)));
    ContainerProperties properties =
        new ContainerProperties(handler.topics().stream().map(Topic::id).toArray(String[]::new));
    properties.setMessageListener(consumer);
    properties.setMissingTopicsFatal(false);
    properties.setAckMode(ContainerProperties.AckMode.TIME);
    properties.setAckTime(COMMIT_INTERVAL.toMillis());
    // What is due is committed between two polls: a longer one would keep the last batch waiting.
    // PollingAtRest makes it longer once nothing is left to commit.
    properties.setPollTimeout(COMMIT_INTERVAL.toMillis());
    properties.setAuthExceptionRetryInterval(AUTH_RETRY);
    var container = new ConcurrentMessageListenerContainer<>(consumers, properties);
    container.setBeanName(self.id());
    container.setConcurrency(settings.consumers());
    container.setCommonErrorHandler(retry);
    return new MessagingLifecycle(topics, container, relay, allPulses);
  }

  @Bean
  Loop relayWatch(OutboxRelay relay, Pulses pulses) {
    return new Loop("relay-watch", RELAY_WATCH, pulses, relay::breakOff);
  }

  @Bean
  BackPressure backPressure() {
    return new BackPressure(System::nanoTime);
  }

  @Bean
  Backlog backlog() {
    return new Backlog(System::nanoTime);
  }

  @Bean
  ConsumerLag consumerLag(
      KafkaAdmin admin,
      EventSource self,
      EventTopics topics,
      Backlog backlog,
      MeterRegistry metrics) {
    return new ConsumerLag(KafkaClients.admin(admin), self, topics, backlog, metrics);
  }

  @Bean
  Loop consumerLagLoop(ConsumerLag lag, Pulses pulses) {
    return new Loop("consumer-lag", ConsumerLag.INTERVAL, pulses, lag::measure);
  }

  @Bean
  Retention parkedEventRetention(ParkingLot parkingLot, MessagingSettings settings) {
    return new Retention(
        "parked_event", settings.parkedEventRetention(), parkingLot::removeResolved);
  }

  @Bean
  Loop retentionLoop(
      List<Retention> retentions,
      TransactionTemplate transaction,
      Pulses pulses,
      MeterRegistry metrics) {
    var removal = new Removal(retentions, transaction, metrics);
    return new Loop("retention", Removal.INTERVAL, pulses, removal);
  }

  @Bean
  MessagingHealth messagingHealthIndicator(
      MessagingLifecycle lifecycle, Pulses pulses, OutboxRelay relay) {
    return new MessagingHealth(lifecycle, pulses, relay);
  }

  @Bean
  DatabaseGauges databaseGauges() {
    return new DatabaseGauges(System::nanoTime);
  }

  @Bean
  MessagingMetrics messagingMetrics(
      DatabaseGauges gauges,
      OutboxTable table,
      OutboxRelay relay,
      ParkedEvents parked,
      BackPressure pressure) {
    return new MessagingMetrics(gauges, table, relay, parked, pressure);
  }
}
