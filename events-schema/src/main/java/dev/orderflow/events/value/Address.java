package dev.orderflow.events.value;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where the goods go.
 *
 * @param country ISO 3166-1 alpha-2
 */
public record Address(
    String line1, @Nullable String line2, String city, String postalCode, String country) {

  public Address {
    requireNonNull(line1, "line1");
    requireNonNull(city, "city");
    requireNonNull(postalCode, "postalCode");
    requireNonNull(country, "country");
  }

  /** Says nothing about the person: what is printed may end in a log. */
  @Override
  public String toString() {
    return "Address[%s]".formatted(country);
  }
}
