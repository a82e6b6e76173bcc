package dev.orderflow.http.openapi;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says of the records' properties what their types say: {@code @Nullable} ones may be null unless
 * they are declared to be required, all others are required. A client that checks answers against
 * the document would stumble over the first null otherwise.
 */
public final class NullabilityInOpenApi implements ModelConverter {

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    if (!chain.hasNext()) return null;
    Schema<?> resolved = chain.next().resolve(type, context, chain);
    Class<?> resolvedClass = Json31.mapper().constructType(type.getType()).getRawClass();
    if (resolved != null && resolvedClass.isRecord()) {
      Schema<?> model = modelOf(resolved, context);
      if (model != null && model.getProperties() != null) {
        for (RecordComponent part : resolvedClass.getRecordComponents()) describe(part, model);
      }
    }
    return resolved;
  }

  private static @Nullable Schema<?> modelOf(Schema<?> resolved, ModelConverterContext context) {
    String ref = resolved.get$ref();
    return ref == null
        ? resolved
        : context.getDefinedModels().get(ref.substring(ref.lastIndexOf('/') + 1));
  }

  private static void describe(RecordComponent part, Schema<?> model) {
    Schema<?> property = model.getProperties().get(part.getName());
    if (property == null || isRequired(part.getName(), model)) return;
    if (part.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      model.getProperties().put(part.getName(), orNull(property));
    } else {
      model.addRequiredItem(part.getName());
    }
  }

  private static boolean isRequired(String name, Schema<?> model) {
    return model.getRequired() != null && model.getRequired().contains(name);
  }

  private static Schema<?> orNull(Schema<?> property) {
    if (property.getOneOf() != null) return property;
    // Where only some values are allowed, null is none of them, whatever the types say.
    boolean isOfTypes = property.get$ref() == null && property.getTypes() != null;
    if (isOfTypes && property.getEnum() == null) {
      property.addType("null");
      return property;
    }
    Schema<?> none = new Schema<>();
    none.setTypes(Set.of("null"));
    return new Schema<>().oneOf(List.of(property, none));
  }
}
