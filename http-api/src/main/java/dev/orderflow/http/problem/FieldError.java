package dev.orderflow.http.problem;

/**
 * What is wrong with one part of a request.
 *
 * @param pointer where, as a JSON pointer in a URI fragment: {@code #/lines/0/quantity}
 * @param detail what, to be shown to a person
 */
public record FieldError(String pointer, String detail) {}
