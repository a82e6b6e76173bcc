package dev.orderflow.http.reconciliation;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Something that cannot be right.
 *
 * @param check which comparison found it
 * @param subject the order's id, or the SKU
 * @param what contradicts what; names nobody
 */
public record Finding(
    @Schema(example = "history") String check,
    @Schema(example = "0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11") String subject,
    @Schema(example = "the row says CONFIRMED, its history PENDING") String what) {}
