package dev.orderflow.http.diagnosis;

import java.util.List;

/**
 * How an order stands in a service.
 *
 * @param summary a sentence about its state; names no customer
 * @param waits what it waits for, the most urgent first; empty if it waits for nothing
 */
public record Standing(String summary, List<Wait> waits) {}
