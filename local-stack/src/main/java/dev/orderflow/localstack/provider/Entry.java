package dev.orderflow.localstack.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;

/**
 * A line of the ledger: one executed call and what it left behind. Complete in itself, so that both
 * the payment's state and the answer to a repeated call follow from one line.
 *
 * @param time milliseconds since 1970
 * @param status the HTTP status that was answered, or would have been
 * @param intent the payment intent's number; 0 if the call made none
 * @param state the payment intent's state after the call
 * @param order the {@code metadata[order_id]} of the intent, or empty
 * @param amount in the currency's minor unit
 * @param key the idempotency key, or empty
 * @param fingerprint of the call's path and parameters, to know a key that is used for another call
 * @param previous the number of the intent's line before this one, or -1
 */
record Entry(
    long time,
    Kind kind,
    int status,
    int intent,
    State state,
    String order,
    long amount,
    String currency,
    TestCard card,
    String key,
    long fingerprint,
    int previous) {

  enum Kind {
    AUTHORIZED,
    DECLINED,
    CAPTURED,
    CAPTURE_FAILED,
    VOIDED,
    REFUNDED,
    /** The payment's state forbade the call. */
    REFUSED,
    /** An internal error was answered, and nothing was done. */
    FAILED
  }

  /** Stripe's payment intent statuses, with the refund told apart. */
  enum State {
    NONE,
    REQUIRES_PAYMENT_METHOD,
    REQUIRES_ACTION,
    REQUIRES_CAPTURE,
    SUCCEEDED,
    REFUNDED,
    CANCELED;

    boolean isCharged() {
      return this == SUCCEEDED || this == REFUNDED;
    }
  }

  String toLine() {
    return String.join(
        " ",
        Long.toString(time),
        kind.name(),
        Integer.toString(status),
        Integer.toString(intent),
        state.name(),
        "o" + URLEncoder.encode(order, UTF_8),
        Long.toString(amount),
        currency,
        card.name(),
        "k" + URLEncoder.encode(key, UTF_8),
        Long.toHexString(fingerprint),
        previous + "\n");
  }

  static Entry parse(String line) {
    String[] field = line.strip().split(" ", -1);
    return new Entry(
        Long.parseLong(field[0]),
        Kind.valueOf(field[1]),
        Integer.parseInt(field[2]),
        Integer.parseInt(field[3]),
        State.valueOf(field[4]),
        URLDecoder.decode(field[5].substring(1), UTF_8),
        Long.parseLong(field[6]),
        field[7],
        TestCard.valueOf(field[8]),
        URLDecoder.decode(field[9].substring(1), UTF_8),
        Long.parseUnsignedLong(field[10], 16),
        Integer.parseInt(field[11]));
  }

  /** The next line of the same payment. */
  Entry then(int self, Kind next, int answer, State after, Call call) {
    return new Entry(
        System.currentTimeMillis(),
        next,
        answer,
        intent,
        after,
        order,
        amount,
        currency,
        card,
        call.key(),
        call.fingerprint(),
        self);
  }

  /** The same line, answered otherwise. */
  Entry answering(int other) {
    return new Entry(
        time,
        kind,
        other,
        intent,
        state,
        order,
        amount,
        currency,
        card,
        key,
        fingerprint,
        previous);
  }
}
