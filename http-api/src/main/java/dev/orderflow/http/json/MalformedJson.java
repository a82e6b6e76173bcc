package dev.orderflow.http.json;

import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a body, without a word about the classes that read it. */
public final class MalformedJson {

  private MalformedJson() {}

  public static String describe(HttpMessageNotReadableException failure) {
    return switch (failure.getCause()) {
      case UnrecognizedPropertyException e -> "There is no property " + pathOf(e) + ".";
      case DatabindException e -> "Of the wrong kind: " + pathOf(e) + ".";
      case StreamConstraintsException _ -> "The JSON is too deep or has too long a part.";
      case StreamReadException e -> "Not JSON, or a duplicate property, " + placeOf(e) + ".";
      case null, default -> "A JSON object is expected as the body.";
    };
  }

  private static String pathOf(JacksonException e) {
    String path =
        e.getPath().stream()
            .map(step ->
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getPropertyName())
            .collect(Collectors.joining());
    if (path.isEmpty()) return "the body";
    return path.startsWith(".") ? path.substring(1) : path;
  }

  private static String placeOf(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return location == null
        ? "somewhere"
        : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }
}
