package dev.orderflow.payment;

import dev.orderflow.payment.domain.Patience;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code orderflow.payment}.
 *
 * @param gateway who is asked for money: Stripe, or nobody
 * @param stripe only for {@link Gateway#STRIPE}
 * @param concurrency calls to the provider at a time, of this instance. At 300 ms per call 1024
 *     allow 3,400 a second; beyond it calls wait for their turn, and one that hangs takes up a
 *     place for its time-out
 * @param firstTimeout see {@link Patience}, as the five that follow
 * @param lookUpFirst whether each new payment is searched at the provider before it is asked for:
 *     while a restored database is filled again. Without it then, a payment whose key the provider
 *     has forgotten is made a second time; with it at any other time, an order that the provider
 *     does not know waits for {@code searchDelay}
 * @param reconciliation which payments are compared with the provider's records
 */
@Validated
@ConfigurationProperties("orderflow.payment")
public record PaymentSettings(
    @DefaultValue("sandbox") Gateway gateway,
    @DefaultValue @Valid Stripe stripe,
    @DefaultValue("1024") @Min(1) @Max(100_000) int concurrency,
    @DefaultValue("8s") @DurationMin(millis = 100) Duration firstTimeout,
    @DefaultValue("40s") @DurationMin(millis = 100) Duration longestTimeout,
    @DefaultValue("1s") @DurationMin(millis = 10) Duration firstPause,
    @DefaultValue("30s") @DurationMin(millis = 10) Duration longestPause,
    @DefaultValue("23h") @DurationMin(minutes = 1) Duration keyLifetime,
    @DefaultValue("1h") @DurationMin(seconds = 0) Duration searchDelay,
    @DefaultValue("false") boolean lookUpFirst,
    @DefaultValue @Valid Reconciliation reconciliation) {

  /** Which payment provider. */
  public enum Gateway {
    /** In this process: the outcome follows from the test token, no money moves. */
    SANDBOX,
    STRIPE
  }

  /**
   * @param apiKey secret; without it nothing is called
   * @param baseUrl Stripe's own, or that of a stand-in
   * @param connectTimeout a host that does not answer at all is noticed sooner than a slow one
   */
  public record Stripe(
      @DefaultValue("") String apiKey,
      @DefaultValue("https://api.stripe.com") URI baseUrl,
      @DefaultValue("2s") @DurationMin(millis = 10) Duration connectTimeout) {

    /** Leaves the key out: what is printed may end in a log. */
    @Override
    public String toString() {
      return "Stripe[baseUrl=%s, connectTimeout=%s]".formatted(baseUrl, connectTimeout);
    }
  }

  /**
   * @param window only payments of orders placed in this time before now; shorter than the interval
   *     of reconciliations, and some are never compared
   * @param most the latest so many; more takes longer, at the given rate
   * @param callsPerSecond beside those for payments; more, and the provider may refuse both
   */
  public record Reconciliation(
      @DefaultValue("2d") @DurationMin(minutes = 1) Duration window,
      @DefaultValue("1000") @Min(0) @Max(1_000_000) int most,
      @DefaultValue("10") @Min(1) @Max(1000) int callsPerSecond) {}

  @AssertTrue(message = "gateway stripe needs orderflow.payment.stripe.api-key")
  boolean isApiKeyPresent() {
    return gateway != Gateway.STRIPE || !stripe.apiKey.isBlank();
  }

  Patience patience() {
    return new Patience(
        firstTimeout,
        longestTimeout,
        firstPause,
        longestPause,
        keyLifetime,
        searchDelay,
        () -> ThreadLocalRandom.current().nextDouble());
  }
}
