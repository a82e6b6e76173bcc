package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.Service;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is kept, in bytes.
 *
 * @param tables of each database, with their indexes
 * @param log all that was ever written to PostgreSQL's write-ahead log
 * @param topics one replica of each
 */
record Storage(Map<String, Long> tables, long log, Map<String, Long> topics) {

  static Storage of(Database database, Topics topics) {
    Map<String, Long> tables = new LinkedHashMap<>();
    for (Service service : Service.values()) {
      tables.put(service.folder(), database.bytes(service));
    }
    return new Storage(tables, database.walBytes(), topics.bytes());
  }

  Storage since(Storage earlier) {
    return new Storage(
        difference(tables, earlier.tables), log - earlier.log, difference(topics, earlier.topics));
  }

  long tablesTogether() {
    return tables.values().stream().mapToLong(Long::longValue).sum();
  }

  long topicsTogether() {
    return topics.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, Long> difference(Map<String, Long> later, Map<String, Long> earlier) {
    Map<String, Long> difference = new LinkedHashMap<>();
    later.forEach((name, bytes) -> difference.put(name, bytes - earlier.getOrDefault(name, 0L)));
    return difference;
  }
}
