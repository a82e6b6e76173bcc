package dev.orderflow.inventory;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code orderflow.inventory}.
 *
 * @param largestRestocking pieces that one request may add; a slip of the finger above it is
 *     refused, and no number of requests below it overflows a counter
 * @param restockingRetention how long the idempotency key of a restocking is known; a request that
 *     is repeated later is counted again
 */
@Validated
@ConfigurationProperties("orderflow.inventory")
public record InventorySettings(
    @DefaultValue("1000000") @Min(1) @Max(1_000_000_000) long largestRestocking,
    @DefaultValue("365d") @DurationMin(days = 1) Duration restockingRetention) {}
