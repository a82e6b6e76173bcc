package dev.orderflow.http;

import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.beans.PropertyEditorRegistrar;
import org.springframework.beans.PropertyEditorRegistry;

/**
 * Ids in paths are the 36 characters that we write ourselves: {@code UUID.fromString} takes
 * "1-1-1-1-1". An editor, because after a converter's refusal Spring tries its own editor; not by
 * an {@code @InitBinder}, for which Spring searches annotations at each request.
 */
public final class StrictUuid implements PropertyEditorRegistrar {

  @Override
  public void registerCustomEditors(PropertyEditorRegistry registry) {
    registry.registerCustomEditor(UUID.class, new Editor());
  }

  /**
   * @throws IllegalArgumentException if it is none
   */
  public static UUID parse(String text) {
    UUID uuid = UUID.fromString(text);
    if (!uuid.toString().equalsIgnoreCase(text)) throw new IllegalArgumentException("not a UUID");
    return uuid;
  }

  private static final class Editor extends PropertyEditorSupport {
    @Override
    public void setAsText(String text) {
      setValue(parse(text));
    }
  }
}
