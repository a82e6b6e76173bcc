package dev.orderflow.order.web;

import dev.orderflow.events.value.Money;
import dev.orderflow.localstack.testing.RawHttp;
import dev.orderflow.localstack.testing.TestServers;
import dev.orderflow.order.Catalogue;
import dev.orderflow.order.OrderApplication;
import dev.orderflow.order.PutProduct;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** The whole service on a database of its own, which sells mugs and hears of no other service. */
final class OrderServiceAlone implements AutoCloseable {

  final RawHttp http;
  private final ServletWebServerApplicationContext context;

  private OrderServiceAlone(ServletWebServerApplicationContext context) {
    this.context = context;
    this.http = new RawHttp(context.getWebServer().getPort());
  }

  /**
   * @param name the database begins with it
   * @param settings as on the command line
   */
  static OrderServiceAlone start(String name, String... settings) {
    Map<String, String> servers =
        new HashMap<>(TestServers.springProperties(TestServers.freshDatabase(name)));
    servers.put("server.port", "0");
    // Nothing is to come from there, nor be taken from the services of other tests.
    servers.put("spring.kafka.bootstrap-servers", "localhost:1");
    Stream<String> arguments = servers.entrySet().stream().map(setting -> "--" + setting);
    var service =
        new OrderServiceAlone(
            (ServletWebServerApplicationContext)
                SpringApplication.run(
                    OrderApplication.class,
                    Stream.concat(arguments, Stream.of(settings)).toArray(String[]::new)));
    service
        .bean(Catalogue.class)
        .put(new PutProduct("MUG-01", "Mug", Money.of("12.90", "EUR"), true));
    return service;
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
