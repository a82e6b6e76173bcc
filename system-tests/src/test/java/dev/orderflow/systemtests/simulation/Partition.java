package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.wire.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One of a topic's partitions. */
record Partition(Topic topic, int number) {

  static List<Partition> of(Set<Topic> topics, int each) {
    List<Partition> partitions = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      for (int i = 0; i < each && topics.contains(topic); i++) {
        partitions.add(new Partition(topic, i));
      }
    }
    return partitions;
  }

  @Override
  public String toString() {
    return topic.id() + "-" + number;
  }
}
