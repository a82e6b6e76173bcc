package dev.orderflow.order.web;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What may be open towards clients at once; waits and streams together stay below the connections.
 *
 * @param maxWaits requests that wait for an outcome; further ones are answered at once
 * @param maxStreams event streams; each may hold a thread while its client reads slowly, and
 *     further ones are refused
 * @param maxStreamTime a stream ends after this, and its client asks again; without it streams of
 *     forgotten browser tabs would pile up
 * @param heartbeat how often a silent stream says that it is alive; longer than proxies wait for a
 *     silent server, it would be cut
 */
@Validated
@ConfigurationProperties("orderflow.order.web")
record WebSettings(
    @DefaultValue("1000") @Min(0) @Max(100_000) int maxWaits,
    @DefaultValue("500") @Min(0) @Max(100_000) int maxStreams,
    @DefaultValue("30m") @DurationMin(seconds = 1) @DurationMax(hours = 24) Duration maxStreamTime,
    @DefaultValue("15s") @DurationMin(millis = 100) @DurationMax(minutes = 5) Duration heartbeat) {}
