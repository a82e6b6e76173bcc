package dev.orderflow.messaging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import dev.orderflow.events.wire.Decoded;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.events.wire.Topic;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;

/**
 * Puts records aside that cannot be applied: into {@code parked_event}, from where they can be
 * replayed, and as a copy to the dead-letter topic, for whoever watches that. In the transaction of
 * the batch, so exactly once.
 */
final class ParkingLot {

  private static final Logger log = LoggerFactory.getLogger(ParkingLot.class);

  // Works on broken JSON too: of what is no text, nobody knows where it ends. Only payment-service
  // has a use for the token, and only in its own database.
  private static final Pattern PAYMENT_TOKEN =
      Pattern.compile(
          "(\""
              + asJsonMayWrite("paymentToken")
              + "\"\\s*+:\\s*+)(?:\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"?|(?!null\\b|\").*)",
          Pattern.DOTALL);
  private static final String MASKED = "$1\"***\"";

  /** Instead of what is in UTF-16 or UTF-32 and has a token somewhere. */
  private static final byte[] ALL_MASKED = "\"***\"".getBytes(ISO_8859_1);

  private static final int LONGEST_DETAIL = 500;

  /**
   * More is not copied to the dead-letter topic: with its origin, a record as large as Kafka takes
   * would be too large. All of it is in {@code parked_event}.
   */
  static final int LARGEST_COPY = 32 * 1024;

  private static final int UUID_LENGTH = 36;

  private final JdbcTemplate jdbc;
  private final Outbox outbox;
  private final EventSource reader;

  ParkingLot(JdbcTemplate jdbc, Outbox outbox, EventSource reader) {
    this.jdbc = jdbc;
    this.outbox = outbox;
    this.reader = reader;
  }

  void park(RawRecord record, @Nullable UUID orderId, ParkReason reason, String detail) {
    String said = cut(detail);
    if (insert(record, orderId, reason, said)) {
      outbox.append(deadLetter(record, reason, said));
      log.warn(
          "Parked {}-{}@{} because of {}: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          reason,
          said);
    }
  }

  static ParkReason reasonOf(Decoded.Reason reason) {
    return ParkReason.valueOf(reason.name());
  }

  static ParkReason reasonOf(Refusal.Reason reason) {
    return ParkReason.valueOf(reason.name());
  }

  /** Removes those that were replayed or discarded; see {@link Retention.Step}. */
  Retention.Removed removeResolved(Duration age, int limit) {
    int rows =
        jdbc.update(
            """
            delete from parked_event where id in (
              select id from parked_event
              where status <> 'PARKED' and resolved_at <= now() - make_interval(secs => ?)
              order by id limit ? for update skip locked)
            """,
            age.toMillis() / 1e3,
            limit);
    return Retention.Removed.of(rows, limit);
  }

  private boolean insert(
      RawRecord record, @Nullable UUID orderId, ParkReason reason, String detail) {
    byte[] kept = reader == EventSource.PAYMENT_SERVICE ? record.value() : masked(record.value());
    return jdbc.update(
            """
            insert into parked_event (topic, partition, record_offset, digest, record_key, headers, value, event_type,
                                      order_id, reason, detail)
            values (?, ?, ?, ?, ?, ?, ?, left(?, 255), ?, ?, ?) on conflict do nothing
            """,
            record.topic(),
            record.partition(),
            record.offset(),
            digest(record),
            new SqlParameterValue(Types.BINARY, record.key()),
            storable(HeaderText.write(record.headers())),
            new SqlParameterValue(Types.BINARY, kept),
            new SqlParameterValue(Types.VARCHAR, storable(record.attributes().get("ce_type"))),
            new SqlParameterValue(Types.OTHER, orderId == null ? orderIdOf(record.key()) : orderId),
            reason.name(),
            storable(detail))
        == 1;
  }

  /**
   * As its key says; null if that says none. A record that cannot be read, or makes the code fail,
   * is found by its order all the same.
   */
  static @Nullable UUID orderIdOf(byte @Nullable [] key) {
    if (key == null || key.length != UUID_LENGTH) return null;
    try {
      return UUID.fromString(new String(key, ISO_8859_1));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private OutboxTable.NewRow deadLetter(RawRecord record, ParkReason reason, String detail) {
    int size = record.size();
    boolean copied = size <= LARGEST_COPY;
    List<RawHeader> headers = new ArrayList<>(copied ? record.headers() : List.of());
    headers.add(RawHeader.of("dlt_topic", record.topic()));
    headers.add(RawHeader.of("dlt_partition", Integer.toString(record.partition())));
    headers.add(RawHeader.of("dlt_offset", Long.toString(record.offset())));
    headers.add(RawHeader.of("dlt_reason", reason.name()));
    headers.add(RawHeader.of("dlt_detail", detail));
    if (!copied) headers.add(RawHeader.of("dlt_left_out", size + " bytes"));
    return new OutboxTable.NewRow(
        Topic.byId(record.topic()).orElseThrow().deadLetterTopicOf(reader),
        copied ? record.key() : null,
        HeaderText.write(headers),
        copied ? masked(record.value()) : null);
  }

  // Each byte is one character of ISO 8859-1, so whatever the value is, all but the token stays as
  // it was.
  static byte @Nullable [] masked(byte @Nullable [] value) {
    if (value == null) return null;
    String text = new String(value, ISO_8859_1);
    if (text.indexOf('\0') >= 0 && PAYMENT_TOKEN.matcher(text.replace("\0", "")).find())
      return ALL_MASKED;
    Matcher token = PAYMENT_TOKEN.matcher(text);
    return token.find() ? token.replaceAll(MASKED).getBytes(ISO_8859_1) : value;
  }

  private static String asJsonMayWrite(String name) {
    return name.chars().mapToObj(c -> "(?:%c|\\\\u00(?i:%02x))".formatted(c, c)).collect(joining());
  }

  private static UUID digest(RawRecord record) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      if (record.key() != null) md5.update(record.key());
      if (record.value() != null) md5.update(record.value());
      ByteBuffer digest = ByteBuffer.wrap(md5.digest());
      return new UUID(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String cut(String detail) {
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL);
  }

  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : text.replace('\0', '?');
  }
}
