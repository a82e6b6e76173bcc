package dev.orderflow.systemtests;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What an operator can do to the offsets of a service, all of whose instances are stopped: Kafka
 * refuses it while one is a member of the group.
 */
public final class ConsumerGroups {

  private final Map<String, Object> client;

  public ConsumerGroups(Ports ports) {
    client = Map.of("bootstrap.servers", "localhost:" + ports.of(Port.KAFKA));
  }

  /** The services then read everything again. */
  public void delete(Collection<String> services) {
    run(admin -> admin.deleteConsumerGroups(services).all());
  }

  public void toEarliest(String service) {
    move(service, OffsetSpec.earliest());
  }

  /** The service never sees what it has not read yet. */
  public void toLatest(String service) {
    move(service, OffsetSpec.latest());
  }

  private void move(String service, OffsetSpec where) {
    run(admin -> {
      var topics =
          admin
              .describeTopics(
                  Topics.all().filter(topic -> Topics.readersOf(topic).contains(service)).toList())
              .allTopicNames()
              .get();
      var wanted =
          topics.values().stream()
              .flatMap(topic ->
                  topic.partitions().stream()
                      .map(it -> new TopicPartition(topic.name(), it.partition())))
              .collect(Collectors.toMap(it -> it, _ -> where));
      var offsets =
          admin.listOffsets(wanted).all().get().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey, it -> new OffsetAndMetadata(it.getValue().offset())));
      return admin.alterConsumerGroupOffsets(service, offsets).all();
    });
  }

  private interface Request {
    KafkaFuture<Void> send(Admin admin) throws InterruptedException, ExecutionException;
  }

  private void run(Request request) {
    try (Admin admin = Admin.create(client)) {
      request.send(admin).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
