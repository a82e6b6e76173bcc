package dev.orderflow.localstack.inbox;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the list shows of a mail; its source stays on disk.
 *
 * @param number counts from 1 and is never given twice
 * @param messageId without its angle brackets, empty when the mail has none
 * @param size of the source in bytes
 */
record Mail(
    long number,
    String messageId,
    Person from,
    List<Person> to,
    String subject,
    Instant received,
    int size) {

  /** A name, possibly empty, and an address as the mail's header states them. */
  record Person(String name, String address) {}

  static Mail read(
      long number, Instant received, byte[] source, String sender, List<String> recipients) {
    var headers = headersOf(source);
    var from = people(headers.getHeader("From", ","));
    var to = people(headers.getHeader("To", ","));
    return new Mail(
        number,
        text(headers.getHeader("Message-ID", null)).replaceAll("[<>\\s]", ""),
        from.isEmpty() ? new Person("", sender) : from.getFirst(),
        to.isEmpty() ? recipients.stream().map(address -> new Person("", address)).toList() : to,
        decoded(text(headers.getHeader("Subject", null))),
        received,
        source.length);
  }

  boolean isFor(String address) {
    return to.stream()
        .anyMatch(
            person -> contains(person.address(), address) || contains(person.name(), address));
  }

  boolean isFrom(String address) {
    return contains(from.address(), address) || contains(from.name(), address);
  }

  boolean hasMessageId(String id) {
    return contains(messageId, id.replaceAll("[<>]", ""));
  }

  boolean hasSubject(String words) {
    return contains(subject, words);
  }

  boolean mentions(String words) {
    return hasSubject(words) || isFor(words) || isFrom(words) || hasMessageId(words);
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  // Line by line: given a stream, the library searches all jars for what can read lines, anew for
  // each mail, which takes longer than everything else that is done with it.
  private static InternetHeaders headersOf(byte[] source) {
    var headers = new InternetHeaders();
    var header = new StringBuilder();
    for (var line : head(source).lines().toList()) {
      if (line.startsWith(" ") || line.startsWith("\t")) {
        header.append("\r\n").append(line);
      } else {
        headers.addHeaderLine(header.toString());
        header.replace(0, header.length(), line);
      }
    }
    headers.addHeaderLine(header.toString());
    return headers;
  }

  /** Up to the first empty line. */
  private static String head(byte[] source) {
    var end = 0;
    for (var lineEnd = -1; end < source.length; end++) {
      if (source[end] != '\n') {
        continue;
      }
      if (end - lineEnd <= 2 && (end - lineEnd == 1 || source[end - 1] == '\r')) {
        break;
      }
      lineEnd = end;
    }
    return new String(source, 0, end, StandardCharsets.UTF_8);
  }

  private static List<Person> people(@Nullable String header) {
    try {
      return Arrays.stream(InternetAddress.parseHeader(text(header), false))
          .map(address -> new Person(text(address.getPersonal()), text(address.getAddress())))
          .toList();
    } catch (AddressException e) {
      return List.of(new Person("", text(header)));
    }
  }

  private static String decoded(String header) {
    try {
      return MimeUtility.decodeText(MimeUtility.unfold(header));
    } catch (UnsupportedEncodingException e) {
      return header;
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
