package dev.orderflow.http.reconciliation;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code orderflow.reconciliation}.
 *
 * @param interval how often everything is compared; longer, and a contradiction is found late;
 *     shorter than a run takes, and one follows the other
 * @param overdue what is open for longer is a finding; shorter than an outage, and each one makes
 *     findings that heal by themselves
 */
@Validated
@ConfigurationProperties("orderflow.reconciliation")
public record ReconciliationSettings(
    @DefaultValue("1d") @DurationMin(minutes = 1) Duration interval,
    @DefaultValue("1h") @DurationMin(seconds = 1) Duration overdue) {}
