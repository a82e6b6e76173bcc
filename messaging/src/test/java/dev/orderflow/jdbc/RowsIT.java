package dev.orderflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.localstack.testing.TestServers;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The database makes of every value what it makes of the same value in SQL. */
class RowsIT {

  private static SingleConnectionDataSource database;
  private static JdbcTemplate jdbc;

  @BeforeAll
  static void connect() {
    var settings = TestServers.springProperties(TestServers.freshDatabase("rows"));
    database =
        new SingleConnectionDataSource(
            settings.get("spring.datasource.url"),
            settings.get("spring.datasource.username"),
            settings.get("spring.datasource.password"),
            true);
    jdbc = new JdbcTemplate(database);
    jdbc.execute("set time zone 'UTC'");
  }

  @AfterAll
  static void disconnect() {
    database.destroy();
  }

  @Test
  void writesTexts() {
    assertThat(written("text", "", "a", "\"quoted\\ {1,2} null", "ü – 😀\n", null))
        .containsExactly("", "a", "\"quoted\\ {1,2} null", "ü – 😀\n", null);
  }

  @Test
  void writesJson() {
    assertThat(written("jsonb", "{\"a\": [1, \"ü\\n\\\"\"]}", null, "[]"))
        .containsExactly("{\"a\": [1, \"ü\\n\\\"\"]}", null, "[]");
  }

  @Test
  void writesIds() {
    var id = UUID.fromString("0190163d-8694-7397-9a3b-4b6a0f5d1c2e");
    var highest = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    assertThat(written("uuid", id, null, highest, new UUID(0, 0)))
        .containsExactly(
            id.toString(), null, highest.toString(), "00000000-0000-0000-0000-000000000000");
  }

  @Test
  void writesTimes() {
    assertThat(
            written(
                "timestamptz",
                Instant.parse("2026-03-29T01:30:00.123456Z"),
                Instant.parse("2000-01-01T00:00:00Z"),
                Instant.parse("1999-12-31T23:59:59.999999Z"),
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59Z"),
                null))
        .containsExactly(
            "2026-03-29 01:30:00.123456+00",
            "2000-01-01 00:00:00+00",
            "1999-12-31 23:59:59.999999+00",
            "0001-01-01 00:00:00+00",
            "9999-12-31 23:59:59+00",
            null);
  }

  @Test
  void writesNumbers() {
    assertThat(written("bigint", Long.MIN_VALUE, 0L, null, Long.MAX_VALUE))
        .containsExactly("-9223372036854775808", "0", null, "9223372036854775807");
    assertThat(written("integer", Integer.MIN_VALUE, 0, null, Integer.MAX_VALUE))
        .containsExactly("-2147483648", "0", null, "2147483647");
    assertThat(written("double precision", -0.1, null, Double.MAX_VALUE, 3e-7))
        .containsExactly("-0.1", null, "1.7976931348623157e+308", "3e-07");
    assertThat(
            written(
                "numeric",
                new BigDecimal("0.00"),
                new BigDecimal("19.90"),
                new BigDecimal("10000"),
                new BigDecimal("-0.0001"),
                new BigDecimal("123456789012345678901234567890.123"),
                null))
        .containsExactly(
            "0.00", "19.90", "10000", "-0.0001", "123456789012345678901234567890.123", null);
  }

  @Test
  void writesTruthsAndBytes() {
    assertThat(written("boolean", true, null, false)).containsExactly("true", null, "false");
    assertThat(written("bytea", new byte[] {0, 39, 92, -1}, new byte[0], null))
        .containsExactly("\\x00275cff", "\\x", null);
  }

  @Test
  void writesAllRowsHoweverMany() {
    jdbc.execute("create table many (value integer)");
    List<Integer> numbers = IntStream.rangeClosed(1, 1201).boxed().toList();

    Rows.Write<Integer> insert =
        Rows.<Integer>none().with("value", "integer", number -> number).insertInto("many");
    Change.run(jdbc, List.of(insert.of(numbers)));

    assertThat(jdbc.queryForList("select value from many order by value", Integer.class))
        .isEqualTo(numbers);
  }

  @Test
  void writesChangesInTheirOrder() {
    jdbc.execute("create table step (id integer primary key, note text)");
    Rows<Cell> id = Rows.<Cell>none().with("id", "integer", Cell::place);
    Rows<Cell> note = Rows.<Cell>none().with("note", "text", Cell::value);
    Change insert = id.with(note).insertInto("step").of(List.of(new Cell(1, "first")));
    Change nothing = id.with(note).insertInto("step").of(List.of());
    Change update = note.updateOf("step", id).of(List.of(new Cell(1, "then")));

    Change.run(jdbc, List.of(insert, nothing, update));

    assertThat(jdbc.queryForList("select note from step", String.class)).containsExactly("then");
  }

  @Test
  void writesNothingAfterAChangeThatFails() {
    jdbc.execute("create table taken (value integer primary key)");
    Rows.Write<Integer> insert =
        Rows.<Integer>none().with("value", "integer", number -> number).insertInto("taken");

    assertThatThrownBy(() ->
            Change.run(
                jdbc, List.of(insert.of(List.of(1)), insert.of(List.of(1)), insert.of(List.of(2)))))
        .isInstanceOf(DuplicateKeyException.class);

    assertThat(jdbc.queryForList("select value from taken", Integer.class)).isEmpty();
  }

  @Test
  void refusesWhatTheDatabaseCannotHold() {
    assertThatThrownBy(() -> written("text", "a\0b")).isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> written("jsonb", "{")).isInstanceOf(DataAccessException.class);
  }

  @Test
  void knowsNoOtherTypes() {
    assertThatThrownBy(() -> Rows.<String>none().with("price", "money", price -> price))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private record Cell(int place, @Nullable Object value) {}

  private static List<@Nullable String> written(String type, @Nullable Object... values) {
    List<Cell> cells = new ArrayList<>();
    for (Object value : values) cells.add(new Cell(cells.size(), value));
    Rows<Cell> rows =
        Rows.<Cell>none().with("place", "integer", Cell::place).with("value", type, Cell::value);
    return rows.query(
        jdbc,
        "select value::text from " + rows.source() + " order by place",
        cells,
        (row, _) -> row.getString(1));
  }
}
