package dev.orderflow.inventory.domain;

/** A restocking was counted before under the same key, but with another quantity. */
public final class RestockingContradicted extends RuntimeException {}
