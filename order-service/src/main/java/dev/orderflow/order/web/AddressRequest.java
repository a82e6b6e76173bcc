package dev.orderflow.order.web;

import dev.orderflow.events.value.Address;
import dev.orderflow.http.problem.Violations;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the goods go. */
@Schema(requiredProperties = {"line1", "city", "postalCode", "country"})
record AddressRequest(
    @Schema(example = "12 St James Sq") @Nullable String line1,
    @Nullable String line2,
    @Schema(example = "London") @Nullable String city,
    @Schema(example = "SW1Y 4JH") @Nullable String postalCode,
    @Schema(description = "ISO 3166-1 alpha-2", example = "GB") @Nullable String country) {

  private static final int MAX_LINE = 200;
  private static final int MAX_POSTAL_CODE = 20;
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  Address check(String at, Violations violations) {
    String checkedCountry = country == null ? "" : country;
    if (!COUNTRIES.contains(checkedCountry)) {
      violations.add(at + "/country", "must be an ISO 3166-1 alpha-2 code");
    }
    return new Address(
        violations.text(at + "/line1", line1, MAX_LINE),
        violations.optionalText(at + "/line2", line2, MAX_LINE),
        violations.text(at + "/city", city, MAX_LINE),
        violations.text(at + "/postalCode", postalCode, MAX_POSTAL_CODE),
        checkedCountry);
  }
}
