package dev.orderflow.notification.mail;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.Customer;
import dev.orderflow.notification.domain.Notification;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/**
 * Writes the mail about an outcome, as HTML and as text; both come from templates in src/main/jte.
 */
@Component
public class OrderMail {

  private static final String TEMPLATE = "letter.jte";

  private final TemplateEngine html = compiled(ContentType.Html, "html");
  private final TemplateEngine text = compiled(ContentType.Plain, "text");

  /**
   * @throws IllegalStateException if its content has been erased
   */
  public Mail write(Notification notification) {
    OrderEvent outcome = notification.outcome();
    return switch (outcome) {
      case OrderConfirmed confirmed ->
          write(notification, confirmed.customer(), Letter.about(confirmed));
      case OrderCancelled cancelled ->
          write(notification, cancelled.customer(), Letter.about(cancelled));
      case OrderCreated _ -> throw new IllegalStateException("nobody is mailed about it");
      case null -> throw new IllegalStateException("its content has been erased");
    };
  }

  private Mail write(Notification notification, Customer customer, Letter letter) {
    return new Mail(
        notification.messageId(),
        notification.recordedAt(),
        letter.customer(),
        customer.email(),
        letter.subject(),
        render(html, letter),
        render(text, letter));
  }

  private static String render(TemplateEngine engine, Letter letter) {
    StringOutput output = new StringOutput();
    engine.render(TEMPLATE, letter, output);
    return output.toString();
  }

  private static TemplateEngine compiled(ContentType type, String folder) {
    String packageName = OrderMail.class.getPackageName() + "." + folder;
    return TemplateEngine.createPrecompiled(
        Path.of("."), type, OrderMail.class.getClassLoader(), packageName);
  }
}
