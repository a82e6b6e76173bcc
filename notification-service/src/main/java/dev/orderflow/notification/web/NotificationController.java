package dev.orderflow.notification.web;

import dev.orderflow.http.problem.MayFail;
import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.notification.domain.Notifications;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows operators what a customer was told, or what keeps the mail. */
@RestController
class NotificationController {

  private final Notifications notifications;

  NotificationController(Notifications notifications) {
    this.notifications = notifications;
  }

  @GetMapping(path = "/notifications/{orderId}", produces = MediaType.APPLICATION_JSON_VALUE)
  @MayFail(ProblemType.NOT_FOUND)
  List<NotificationView> ofOrder(@PathVariable UUID orderId) {
    List<NotificationView> found =
        notifications.ofOrder(orderId).stream().map(NotificationView::of).toList();
    if (found.isEmpty())
      throw ProblemException.notFound("Nothing was to be told about this order.");
    return found;
  }
}
