package dev.orderflow.localstack.inbox;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Mailpit's search, as far as headers go: {@code to: from: subject: message-id:}, quoted or not,
 * and bare words.
 */
final class Search {

  private static final Pattern TERM = Pattern.compile("(?:([a-z-]+):)?(?:\"([^\"]*)\"|(\\S+))");

  private Search() {}

  /** Matches mails for which every term holds. */
  static Predicate<Mail> matching(String query) {
    return TERM.matcher(query)
        .results()
        .map(term -> {
          var words = term.group(2) == null ? term.group(3) : term.group(2);
          return term(term.group(1) == null ? "" : term.group(1), words);
        })
        .reduce(mail -> true, Predicate::and);
  }

  private static Predicate<Mail> term(String field, String words) {
    return switch (field) {
      case "to" -> mail -> mail.isFor(words);
      case "from" -> mail -> mail.isFrom(words);
      case "subject" -> mail -> mail.hasSubject(words);
      case "message-id" -> mail -> mail.hasMessageId(words);
      default -> mail -> mail.mentions(field.isEmpty() ? words : field + ":" + words);
    };
  }
}
