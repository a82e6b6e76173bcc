package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.LocalStack;
import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Service;
import dev.orderflow.localstack.process.ServiceProcess;
import dev.orderflow.systemtests.ConsumerGroups;
import dev.orderflow.systemtests.Database;
import dev.orderflow.systemtests.FactFinder;
import dev.orderflow.systemtests.Facts;
import dev.orderflow.systemtests.Shop;
import dev.orderflow.systemtests.Topics;
import dev.orderflow.systemtests.Witness;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The system that the faults strike, and what the campaign knows of it. */
final class Scene {

  /** A customer who has no answer after this asks again, elsewhere if there is an elsewhere. */
  private static final Duration CUSTOMERS_TIMEOUT = Duration.ofSeconds(8);

  final LocalStack stack;
  final Journal journal;
  final Database database;
  final Topics topics;
  final ConsumerGroups groups;
  final FactFinder finder;

  /** At the standard address. */
  final Shop shop;

  final Map<Facts.Position, Set<String>> planted = new ConcurrentHashMap<>();
  final Set<Witness.Skipped> skipped = ConcurrentHashMap.newKeySet();
  private final int patience;
  private final Map<Service, List<ServiceProcess>> instances = new EnumMap<>(Service.class);
  private final Map<ServiceProcess, Shop> doors = new ConcurrentHashMap<>();

  Scene(LocalStack stack, Journal journal, int patience) {
    this.stack = stack;
    this.journal = journal;
    this.patience = patience;
    database = new Database(stack.ports());
    topics = new Topics(stack.ports());
    groups = new ConsumerGroups(stack.ports());
    finder = new FactFinder(stack.ports());
    shop = new Shop(stack.ports(), CUSTOMERS_TIMEOUT);
    for (Service service : Service.values()) {
      instances.put(service, new CopyOnWriteArrayList<>(List.of(stack.service(service))));
    }
    doors.put(stack.service(Service.ORDER), shop);
  }

  /** One more instance, ready. */
  ServiceProcess add(Service service) {
    ServiceProcess instance = stack.furtherInstance(service).start();
    of(service).add(instance);
    if (service == Service.ORDER) doors.put(instance, through(instance));
    return instance;
  }

  /** It is no longer asked, and must be ended by the caller. */
  void remove(Service service, ServiceProcess instance) {
    of(service).remove(instance);
    doors.remove(instance);
  }

  /** All instances that there are to be now. */
  List<ServiceProcess> of(Service service) {
    return instances.getOrDefault(service, List.of());
  }

  Shop through(ServiceProcess order) {
    return new Shop(stack.ports().with(Port.ORDER, order.port()), CUSTOMERS_TIMEOUT);
  }

  /** A customer's way to one of the instances of order-service. */
  Shop anyDoor(int random) {
    List<Shop> open = List.copyOf(doors.values());
    return open.get(Math.floorMod(random, open.size()));
  }

  /** A bound of time, on a machine that may have other things to do. */
  Duration bound(int seconds) {
    return Duration.ofSeconds((long) seconds * patience);
  }
}
