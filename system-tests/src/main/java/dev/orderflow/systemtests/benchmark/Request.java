package dev.orderflow.systemtests.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * A request for one order of a run.
 *
 * @param order the order's place in the run, counted from 0
 * @param intended when it is to be sent, by {@link System#nanoTime}: what comes later than that is
 *     waited for by the customer, whoever is to blame
 */
record Request(Kind kind, Placements run, int order, long intended) {

  enum Kind {
    PLACE,
    CANCEL
  }

  void write(ByteBuffer buffer) {
    switch (kind) {
      case PLACE -> run.basket(order).write(run.number(order), buffer);
      case CANCEL -> buffer.put(cancellation().getBytes(US_ASCII));
    }
  }

  private String cancellation() {
    return """
    POST /orders/%s/cancellation HTTP/1.1\r
    Host: localhost\r
    Content-Type: application/json\r
    Content-Length: 2\r
    \r
    {}\
    """
        .formatted(run.id(order));
  }
}
