package dev.orderflow.events.value;

import static java.util.Objects.requireNonNull;

/**
 * Whom the order is for.
 *
 * @param name as the customer wrote it: data, to be escaped wherever it is shown
 * @param email exactly one mail address
 */
public record Customer(String name, String email) {

  public Customer {
    requireNonNull(name, "name");
    requireNonNull(email, "email");
  }

  /** Says nothing about the person: what is printed may end in a log. */
  @Override
  public String toString() {
    return "Customer[…]";
  }
}
