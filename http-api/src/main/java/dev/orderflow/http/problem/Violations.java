package dev.orderflow.http.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects everything that is wrong with a request, so that the client hears of all of it at once.
 * What it returns for a wrong value is a stand-in: call {@link #throwIfAny} before using it.
 */
public final class Violations {

  // Line breaks among them: a text may end in the header of a mail.
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

  private final List<FieldError> errors = new ArrayList<>();

  public void add(String pointer, String detail) {
    errors.add(new FieldError("#" + pointer, detail));
  }

  /** A text of one line that must be there. */
  public String text(String pointer, @Nullable String value, int maxLength) {
    if (value == null || value.isBlank()) {
      add(pointer, "is required");
      return "";
    }
    if (value.codePointCount(0, value.length()) > maxLength) {
      add(pointer, "must have at most %d characters".formatted(maxLength));
    }
    if (CONTROL.matcher(value).find()) add(pointer, "must be one line without control characters");
    return value;
  }

  public @Nullable String optionalText(String pointer, @Nullable String value, int maxLength) {
    return value == null || value.isBlank() ? null : text(pointer, value, maxLength);
  }

  /** A text of one form, which has no other limits. */
  public String match(String pointer, @Nullable String value, Pattern form, String detail) {
    if (value == null) {
      add(pointer, "is required");
      return "";
    }
    if (!form.matcher(value).matches()) add(pointer, detail);
    return value;
  }

  public List<FieldError> errors() {
    return List.copyOf(errors);
  }

  /**
   * @throws ProblemException 422 with an error for each violation
   */
  public void throwIfAny() {
    if (!errors.isEmpty()) throw ProblemException.invalid(errors());
  }
}
