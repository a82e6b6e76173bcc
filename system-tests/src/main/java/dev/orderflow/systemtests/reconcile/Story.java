package dev.orderflow.systemtests.reconcile;

import dev.orderflow.localstack.Ports;
import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.Http;
import dev.orderflow.systemtests.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** What happened to an order, and what each service has to say about it. */
record Story(Ports ports, Http http) {

  List<String> of(UUID orderId) {
    List<String> lines = new ArrayList<>();
    Answer events = get(Service.ORDER, "/orders/" + orderId + "/events");
    if (events.status() == 200) events.json().forEach(event -> lines.add(line(event)));
    for (Service service : Service.values()) lines.add(diagnosis(service, orderId));
    return lines;
  }

  private static String line(JsonNode event) {
    return "%s  %s %d, %s"
        .formatted(
            event.get("time").asString(),
            event.get("source").asString(),
            event.get("sequence").asLong(),
            event.get("type").asString());
  }

  private String diagnosis(Service service, UUID orderId) {
    Answer answer = get(service, "/orders/" + orderId + "/diagnosis");
    String said =
        answer.status() == 200
            ? answer.json().get("summary").asString()
            : "answers " + answer.status();
    return service.folder() + ": " + said;
  }

  private Answer get(Service service, String path) {
    return http.get(ports.url(service.port()) + path);
  }
}
