package dev.orderflow.systemtests.simulation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A table: its rows are read as copies, and stay as they are until they are stored. */
final class Table<K, T> {

  /** The values make copies, the view is looked at, the bits tell states apart. */
  private record Row<T>(List<Object> values, T view, long bits) {}

  private final Map<K, Row<T>> rows = new LinkedHashMap<>();
  private final Function<T, List<Object>> values;
  private final Function<List<Object>, T> entity;
  private BiConsumer<Fingerprint, List<Object>> look = Fingerprint::all;

  private Table(Function<T, List<Object>> values, Function<List<Object>, T> entity) {
    this.values = values;
    this.entity = entity;
  }

  /**
   * @param rule what of a value matters
   */
  @SuppressWarnings("unchecked")
  static <K, T> Table<K, T> ofValues(BiConsumer<Fingerprint, T> rule) {
    Table<K, T> table = ofValues();
    table.look = (fingerprint, values) -> rule.accept(fingerprint, (T) values.getFirst());
    return table;
  }

  static <K, T> Table<K, T> ofEntities(Class<T> type) {
    Fields<T> fields = Fields.of(type);
    return new Table<>(fields::values, fields::entity);
  }

  @SuppressWarnings("unchecked")
  static <K, T> Table<K, T> ofValues() {
    return new Table<>(List::of, values -> (T) values.getFirst());
  }

  void become(Table<K, T> other) {
    rows.putAll(other.rows);
  }

  /** Copies of those that exist. */
  List<T> lock(Collection<K> keys) {
    return keys.stream()
        .distinct()
        .map(rows::get)
        .filter(Objects::nonNull)
        .map(row -> entity.apply(row.values))
        .toList();
  }

  /** To be looked at, not to be changed; null if there is none. */
  T view(K key) {
    Row<T> row = rows.get(key);
    return row == null ? null : row.view;
  }

  /** To be looked at, not to be changed. */
  List<T> views() {
    return rows.values().stream().map(Row::view).toList();
  }

  void store(K key, T row) {
    List<Object> stored = values.apply(row);
    Fingerprint fingerprint = new Fingerprint();
    look.accept(fingerprint, stored);
    rows.put(key, new Row<>(stored, entity.apply(stored), fingerprint.bits()));
  }

  /** Everything that is in it, to be compared. */
  Map<K, List<Object>> content() {
    Map<K, List<Object>> content = new LinkedHashMap<>();
    rows.forEach((key, row) -> content.put(key, row.values));
    return content;
  }

  Fingerprint addTo(Fingerprint fingerprint) {
    rows.values().forEach(row -> fingerprint.add(row.bits));
    return fingerprint.add(rows.size());
  }
}
