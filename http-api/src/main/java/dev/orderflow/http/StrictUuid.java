package dev.orderflow.http;

import dev.orderflow.events.wire.PlainUuid;
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

  private static final class Editor extends PropertyEditorSupport {
    @Override
    public void setAsText(String text) {
      setValue(PlainUuid.parse(text));
    }
  }
}
