package dev.orderflow.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Pattern;

/**
 * An amount in one currency, exact, at the currency's own scale: {@code 12.90 EUR}, {@code 1290
 * JPY}. On the wire {@code {"amount": "12.90", "currency": "EUR"}}: a string, because JSON numbers
 * are floating point to many readers.
 *
 * @param amount always at the scale of the currency, of at most {@link #MAX_DIGITS} digits
 * @param currency ISO 4217, one that has a minor unit
 */
public record Money(
    @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, Currency currency) {

  /** Bounds every sum far above any real order and below what a long of minor units holds. */
  public static final int MAX_DIGITS = 15;

  // Checked before a BigDecimal is made: "1e999999999" would be a gigabyte at scale 2.
  private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,4})?");

  /**
   * @throws ArithmeticException if the amount has more decimals than the currency or too many
   *     digits
   */
  public Money {
    if (currency.getDefaultFractionDigits() < 0) {
      throw new IllegalArgumentException("not a currency to pay in: " + currency);
    }
    amount = amount.setScale(currency.getDefaultFractionDigits());
    if (amount.precision() > MAX_DIGITS) throw new ArithmeticException("amount is too large");
  }

  /**
   * @throws IllegalArgumentException if either part is not one
   * @throws ArithmeticException as the constructor
   */
  @JsonCreator
  public static Money of(
      @JsonProperty("amount") String amount, @JsonProperty("currency") String currency) {
    if (!PLAIN.matcher(amount).matches()) throw new IllegalArgumentException("not an amount");
    return new Money(new BigDecimal(amount), Currency.getInstance(currency));
  }

  public static Money zero(Currency currency) {
    return new Money(BigDecimal.ZERO, currency);
  }

  /**
   * @throws IllegalArgumentException if the currencies differ
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) throw new IllegalArgumentException("currencies differ");
    return new Money(amount.add(other.amount), currency);
  }

  public Money times(long factor) {
    return new Money(amount.multiply(BigDecimal.valueOf(factor)), currency);
  }

  @JsonIgnore
  public boolean isNegative() {
    return amount.signum() < 0;
  }

  /** The amount in the currency's minor unit (cents), as payment providers count. */
  public long inMinorUnits() {
    return amount.unscaledValue().longValueExact();
  }

  @Override
  public String toString() {
    return amount.toPlainString() + " " + currency.getCurrencyCode();
  }
}
