package dev.orderflow.systemtests.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A request that places an order, as bytes on the wire. From one sending to the next only a number
 * changes, in the idempotency key and in the customer's address.
 */
final class Basket {

  record Line(String sku, int quantity) {}

  /** Stands for the number. */
  private static final String NUMBER = "############";

  private static final int DIGITS = NUMBER.length();

  private final Outcome outcome;
  private final byte[] request;
  private final int[] places;

  private Basket(Outcome outcome, String request) {
    this.outcome = outcome;
    this.request = request.getBytes(US_ASCII);
    this.places =
        IntStream.range(0, request.length()).filter(at -> request.startsWith(NUMBER, at)).toArray();
  }

  static Basket of(Outcome outcome, List<Line> lines, String run) {
    String body = body(outcome, lines);
    return new Basket(
        outcome,
        """
        POST /orders HTTP/1.1\r
        Host: localhost\r
        Content-Type: application/json\r
        Idempotency-Key: %s-%s\r
        Content-Length: %d\r
        \r
        %s\
        """
            .formatted(run, NUMBER, body.length(), body));
  }

  private static String body(Outcome outcome, List<Line> lines) {
    String card = outcome == Outcome.PAYMENT_DECLINED ? "pm_card_chargeDeclined" : "pm_card_visa";
    String items =
        lines.stream()
            .map(line -> "{\"sku\":\"%s\",\"quantity\":%d}".formatted(line.sku, line.quantity))
            .collect(joining(","));
    return """
    {"customer":{"name":"Ada Lovelace","email":"ada-%s@example.com"},"lines":[%s],\
    "payment":{"token":"%s"},"shippingAddress":{"line1":"12 St James's Square",\
    "city":"London","postalCode":"SW1Y 4JH","country":"GB"}}\
    """
        .formatted(NUMBER, items, card);
  }

  /** How an order for it must end. */
  Outcome outcome() {
    return outcome;
  }

  /** Writes the request with this number. */
  void write(long number, ByteBuffer buffer) {
    for (int place : places) putNumber(number, place);
    buffer.put(request);
  }

  private void putNumber(long number, int place) {
    long rest = number;
    for (int digit = DIGITS - 1; digit >= 0; digit--) {
      request[place + digit] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
