package dev.orderflow.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;
import org.postgresql.util.ByteConverter;

/**
 * Arrays as PostgreSQL's {@code array_recv} reads them, whatever their elements are. The driver
 * makes text of arrays of ids, times and JSON, with each quote escaped, which the database reads
 * letter by letter: a third of what writing rows took on this side.
 */
final class BinaryArray {

  private static final int DIMENSIONS = 1;
  private static final int LOWER_BOUND = 1;
  private static final int NULL_LENGTH = -1;
  private static final int HEADER_LENGTH = 5 * Integer.BYTES;

  /** The elements of an array of this type, and each of them as its {@code …_recv} reads it. */
  private record Type(int arrayOid, int oid, Function<Object, byte[]> encoding) {}

  /** Times count from here. */
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private static final byte JSONB_VERSION = 1;

  private static final Map<String, Type> TYPES =
      Map.of(
          "text", new Type(Oid.TEXT_ARRAY, Oid.TEXT, value -> text(value)),
          "jsonb", new Type(Oid.JSONB_ARRAY, Oid.JSONB, value -> jsonb(value)),
          "uuid", new Type(Oid.UUID_ARRAY, Oid.UUID, value -> uuid((UUID) value)),
          "timestamptz",
              new Type(Oid.TIMESTAMPTZ_ARRAY, Oid.TIMESTAMPTZ, value -> time((Instant) value)),
          "bigint", new Type(Oid.INT8_ARRAY, Oid.INT8, value -> int8((Long) value)),
          "integer", new Type(Oid.INT4_ARRAY, Oid.INT4, value -> int4((Integer) value)),
          "double precision",
              new Type(Oid.FLOAT8_ARRAY, Oid.FLOAT8, value -> float8((Double) value)),
          "boolean", new Type(Oid.BOOL_ARRAY, Oid.BOOL, value -> bool((Boolean) value)),
          "numeric", new Type(Oid.NUMERIC_ARRAY, Oid.NUMERIC, value -> numeric(value)),
          "bytea", new Type(Oid.BYTEA_ARRAY, Oid.BYTEA, value -> (byte[]) value));

  private BinaryArray() {}

  /**
   * The name of a type, if there are arrays of it here.
   *
   * @param type one of {@code text, jsonb} (strings), {@code uuid, timestamptz} (instants, of which
   *     what is less than a microsecond is dropped), {@code bigint, integer, double precision,
   *     boolean, numeric, bytea}
   */
  static String known(String type) {
    if (!TYPES.containsKey(type)) throw new IllegalArgumentException("no array of " + type);
    return type;
  }

  /**
   * @param type a {@link #known} one
   * @param values of the Java type for it, or null
   */
  static Array of(Connection connection, String type, Collection<? extends @Nullable Object> values)
      throws SQLException {
    Type known = requireNonNull(TYPES.get(type));
    return new PgArray(
        connection.unwrap(BaseConnection.class), known.arrayOid, bytes(known, values));
  }

  private static byte[] bytes(Type type, Collection<? extends @Nullable Object> values) {
    byte[][] elements = new byte[values.size()][];
    int length = HEADER_LENGTH;
    int nulls = 0;
    int index = 0;
    for (Object value : values) {
      length += Integer.BYTES;
      if (value == null) {
        nulls = 1;
      } else {
        elements[index] = type.encoding.apply(value);
        length += elements[index].length;
      }
      index++;
    }
    ByteBuffer array = ByteBuffer.allocate(length);
    array.putInt(DIMENSIONS).putInt(nulls).putInt(type.oid);
    array.putInt(elements.length).putInt(LOWER_BOUND);
    for (byte[] element : elements) {
      if (element == null) array.putInt(NULL_LENGTH);
      else array.putInt(element.length).put(element);
    }
    return array.array();
  }

  private static byte[] text(Object value) {
    return ((String) value).getBytes(UTF_8);
  }

  private static byte[] jsonb(Object value) {
    byte[] text = text(value);
    return ByteBuffer.allocate(1 + text.length).put(JSONB_VERSION).put(text).array();
  }

  private static byte[] uuid(UUID value) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }

  private static byte[] time(Instant value) {
    return int8(ChronoUnit.MICROS.between(EPOCH, value));
  }

  private static byte[] int8(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static byte[] int4(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] float8(double value) {
    return int8(Double.doubleToLongBits(value));
  }

  private static byte[] numeric(Object value) {
    return ByteConverter.numeric((BigDecimal) value);
  }

  private static byte[] bool(boolean value) {
    return new byte[] {(byte) (value ? 1 : 0)};
  }
}
