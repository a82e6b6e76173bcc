package dev.orderflow.systemtests.benchmark;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What PostgreSQL and Kafka alone need for the rows and records of a confirmed order, each new
 * order in a transaction of its own. Services go below it only by what orders share a commit.
 *
 * @param postgres milliseconds of processor time
 * @param kafka the same
 * @param orders how many were written
 */
record Floor(double postgres, double kafka, int orders) {

  /**
   * Of the orders of a run, whose services are stopped for it and whose rows are forgotten.
   *
   * @param starts where the records of the run begin
   */
  static Floor of(Rig rig, Placements run, Map<TopicPartition, Long> starts) {
    Sample sample = new Sample(run, rig.database, rig.topics, starts);
    rig.stack.stopServices();
    PostgresFloor postgres = new PostgresFloor(rig.database, sample);
    KafkaFloor kafka = new KafkaFloor(rig.stack.local().kafka().bootstrapServers(), sample);
    kafka.prepare();
    return new Floor(
        cpu(rig, Stack.POSTGRES, postgres::run) / sample.orders().size(),
        cpu(rig, Stack.KAFKA, kafka::run) / sample.orders().size(),
        sample.orders().size());
  }

  private static double cpu(Rig rig, String part, Runnable work) {
    double before = rig.meter.read().cpu().getOrDefault(part, 0.0);
    work.run();
    return rig.meter.read().cpu().getOrDefault(part, 0.0) - before;
  }

  /** Beside what the system took for the same. */
  String table(Measured measured) {
    Map<String, Double> system = measured.cpuPerOrder();
    return """

    CPU ms/order            alone       system
    PostgreSQL         %10.3f   %10.3f
    Kafka              %10.3f   %10.3f
    (%d confirmed orders)
    """
        .formatted(
            postgres,
            system.getOrDefault(Stack.POSTGRES, 0.0),
            kafka,
            system.getOrDefault(Stack.KAFKA, 0.0),
            orders);
  }
}
