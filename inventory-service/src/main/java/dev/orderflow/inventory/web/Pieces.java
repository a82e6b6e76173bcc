package dev.orderflow.inventory.web;

import dev.orderflow.http.problem.FieldError;
import dev.orderflow.http.problem.ProblemException;
import java.util.List;

/** The body of a request that puts pieces on the shelf. */
record Pieces(long quantity) {

  /** The quantity, if it lies between both bounds; else the request is refused. */
  long between(long least, long most) {
    if (quantity < least || quantity > most) {
      String detail = "must be between %d and %d".formatted(least, most);
      throw ProblemException.invalid(List.of(new FieldError("#/quantity", detail)));
    }
    return quantity;
  }
}
