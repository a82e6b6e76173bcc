package dev.orderflow.payment.web;

import dev.orderflow.http.problem.MayFail;
import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.payment.domain.Payments;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows operators how far an order's payment is, and what keeps it. */
@RestController
class PaymentController {

  private final Payments payments;

  PaymentController(Payments payments) {
    this.payments = payments;
  }

  @GetMapping(path = "/payments/{orderId}", produces = MediaType.APPLICATION_JSON_VALUE)
  @MayFail(ProblemType.NOT_FOUND)
  PaymentView payment(@PathVariable UUID orderId) {
    return payments
        .find(orderId)
        .map(PaymentView::of)
        .orElseThrow(() -> ProblemException.notFound("This order has not been heard of."));
  }
}
