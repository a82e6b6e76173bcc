package dev.orderflow.http;

import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Ids in paths are the 36 characters that we write ourselves: {@code UUID.fromString} takes
 * "1-1-1-1-1". An editor, because after a converter's refusal Spring tries its own editor.
 */
@ControllerAdvice
public final class StrictUuid {

  @InitBinder
  void register(WebDataBinder binder) {
    binder.registerCustomEditor(UUID.class, new Editor());
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
