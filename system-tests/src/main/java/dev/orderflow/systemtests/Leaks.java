package dev.orderflow.systemtests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.orderflow.localstack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Looks for payment tokens, mail addresses and names of customers where none may be. */
public final class Leaks {

  private static final Pattern TOKEN = Pattern.compile("pm_[A-Za-z0-9_]{4,}");
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[A-Za-z0-9._%+-]+@(?!orderflow\\.)[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.(com|org|net)");

  /** Of the customers that this module makes up. */
  private static final Pattern NAME = Pattern.compile("Lovelace|Bcc: eve");

  private final Database database;
  private final Topics topics;
  private final List<String> found = new ArrayList<>();

  Leaks(Database database, Topics topics) {
    this.database = database;
    this.topics = topics;
  }

  /** In topics and tables; each says where, and never what. */
  List<String> found() {
    topics.forEach(Topics.all().filter(topic -> !topic.equals("orders")), this::lookForAnything);
    topics.forEach(Topics.deadLetters(), this::lookForTokens);
    long histories =
        database.number(
            Service.ORDER, "select count(*) from order_event where data like '%\"pm\\_%'");
    if (histories > 0) found.add(histories + " rows of order_event hold a token");
    return found;
  }

  /** In the logs of the services. */
  public static List<String> in(Path folder) {
    try (Stream<Path> logs = Files.list(folder)) {
      return logs.filter(log -> log.toString().endsWith(".log")).flatMap(Leaks::linesOf).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> linesOf(Path log) {
    List<String> found = new ArrayList<>();
    try (var lines = Files.newBufferedReader(log, ISO_8859_1)) {
      int number = 0;
      for (String line; (line = lines.readLine()) != null; ) {
        number++;
        if (TOKEN.matcher(line).find()) found.add(log + ":" + number + " holds a token");
        if (ADDRESS.matcher(line).find()) found.add(log + ":" + number + " holds an address");
        if (NAME.matcher(line).find()) found.add(log + ":" + number + " holds a name");
      }
      return found.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void lookForAnything(ConsumerRecord<byte[], byte[]> record) {
    lookForTokens(record);
    if (ADDRESS.matcher(text(record)).find()) {
      found.add(Topics.positionOf(record) + " holds an address");
    }
  }

  private void lookForTokens(ConsumerRecord<byte[], byte[]> record) {
    if (TOKEN.matcher(text(record)).find()) {
      found.add(Topics.positionOf(record) + " holds a token");
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? "" : new String(record.value(), ISO_8859_1);
  }
}
