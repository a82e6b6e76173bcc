package dev.orderflow.localstack.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail under the names that Mailpit gives to its parts; text and HTML only where one mail is
 * asked for.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MessageJson(
    @JsonProperty("ID") String id,
    @JsonProperty("MessageID") String messageId,
    @JsonProperty("From") Person from,
    @JsonProperty("To") List<Person> to,
    @JsonProperty("Subject") String subject,
    @JsonProperty("Created") Instant created,
    @JsonProperty("Size") int size,
    @JsonProperty("Text") @Nullable String text,
    @JsonProperty("HTML") @Nullable String html) {

  record Person(@JsonProperty("Name") String name, @JsonProperty("Address") String address) {

    static Person of(Mail.Person person) {
      return new Person(person.name(), person.address());
    }
  }

  static MessageJson of(Mail mail) {
    return of(mail, null, null);
  }

  static MessageJson of(Mail mail, MailContent content) {
    return of(mail, content.text(), content.html());
  }

  private static MessageJson of(Mail mail, @Nullable String text, @Nullable String html) {
    return new MessageJson(
        String.valueOf(mail.number()),
        mail.messageId(),
        Person.of(mail.from()),
        mail.to().stream().map(Person::of).toList(),
        mail.subject(),
        mail.received(),
        mail.size(),
        text,
        html);
  }
}
