package dev.orderflow.http;

import dev.orderflow.events.wire.PlainUuid;
import java.beans.PropertyEditorSupport;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.beans.PropertyEditorRegistrar;
import org.springframework.beans.PropertyEditorRegistry;

/**
 * Ids and numbers in paths and queries are written as we write them ourselves: {@code
 * UUID.fromString} takes "1-1-1-1-1", and Spring "0x14", "#14" and "1 0" for numbers. Editors,
 * because after a converter's refusal Spring tries its own editor; not by an {@code @InitBinder},
 * for which Spring searches annotations at each request.
 */
final class StrictValues implements PropertyEditorRegistrar {

  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,19}");

  @Override
  public void registerCustomEditors(PropertyEditorRegistry registry) {
    register(registry, UUID.class, PlainUuid::parse);
    register(registry, int.class, text -> Integer.valueOf(decimal(text)));
    register(registry, Integer.class, text -> Integer.valueOf(decimal(text)));
    register(registry, long.class, text -> Long.valueOf(decimal(text)));
    register(registry, Long.class, text -> Long.valueOf(decimal(text)));
  }

  private static String decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) throw new NumberFormatException("no decimal number");
    return text;
  }

  private static <T> void register(
      PropertyEditorRegistry registry, Class<T> type, Function<String, T> parse) {
    registry.registerCustomEditor(
        type,
        new PropertyEditorSupport() {
          @Override
          public void setAsText(String text) {
            setValue(parse.apply(text));
          }
        });
  }
}
