package dev.orderflow.http.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a list, and where it goes on.
 *
 * @param next the cursor to ask the next page with; null at the end of the list
 */
public record Page<T>(
    List<T> items, @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next) {

  public static final int DEFAULT_LIMIT = 20;

  /** Keeps the cost of one request within what one POST may cost. */
  public static final int MAX_LIMIT = 100;

  /**
   * @param found up to {@code limit + 1} items: one more than asked for says that there are more
   * @param position of an item in the order of the list
   */
  public static <T> Page<T> of(List<T> found, int limit, Function<T, ?> position) {
    if (found.size() <= limit) return new Page<>(List.copyOf(found), null);
    List<T> items = List.copyOf(found.subList(0, limit));
    return new Page<>(items, Cursor.of(position.apply(items.getLast()).toString()).text());
  }

  public <R> Page<R> map(Function<? super T, ? extends R> view) {
    return new Page<>(items.stream().<R>map(view).toList(), next);
  }
}
