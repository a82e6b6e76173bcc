package dev.orderflow.localstack.provider;

import dev.orderflow.localstack.provider.Call.Operation;
import dev.orderflow.localstack.provider.Entry.Kind;
import dev.orderflow.localstack.provider.Entry.State;
import dev.orderflow.localstack.provider.Fault.Then;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Executes calls: what is answered is in the ledger before. */
final class Payments {

  private static final Pattern AMOUNT = Pattern.compile("[1-9][0-9]{0,15}");
  private static final Pattern CURRENCY = Pattern.compile("[a-z]{3}");
  private static final Pattern BY_ORDER =
      Pattern.compile("metadata\\[['\"]order_id['\"]]:['\"]([^'\"]+)['\"]");

  private final Ledger ledger;
  private final Misbehaviour misbehaviour;

  // Two calls about one payment must not both find it in the state that allows them.
  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);

  Payments(Ledger ledger, Misbehaviour misbehaviour) {
    this.ledger = ledger;
    this.misbehaviour = misbehaviour;
  }

  Answer execute(Call call, Then then) throws IOException {
    return call.operation() == Operation.AUTHORIZE ? authorize(call, then) : change(call, then);
  }

  Answer read(Call call) {
    if (call.operation() == Operation.SEARCH) return search(call);
    int latest = ledger.latest(intent(call));
    if (latest < 0) return Answer.notFound(call.intentInPath());
    return Answer.ok(intent(latest, call));
  }

  // Stripe's client numbers the elements of a list.
  private Map<String, ?> intent(int line, Call call) {
    Entry entry = ledger.line(line);
    return call.parameter("expand[0]").endsWith("latest_charge")
        ? Answer.expandedIntent(entry)
        : Answer.intent(entry);
  }

  /** The order that the call is about, or empty. */
  String order(Call call) {
    if (call.operation() == Operation.AUTHORIZE) return call.parameter("metadata[order_id]");
    if (call.operation() == Operation.SEARCH) return searched(call);
    int latest = ledger.latest(intent(call));
    return latest < 0 ? "" : ledger.line(latest).order();
  }

  private Answer authorize(Call call, Then then) throws IOException {
    Answer invalid = invalid(call);
    if (invalid != null) return invalid;
    TestCard card = TestCard.of(call.parameter("payment_method")).orElseThrow();
    return record(then == Then.ERROR_SAVED ? failed(call, card) : authorized(call, card), then);
  }

  private static @Nullable Answer invalid(Call call) {
    if (!AMOUNT.matcher(call.parameter("amount")).matches()) {
      return Answer.invalid("parameter_invalid_integer", "amount", "Invalid integer");
    }
    if (!CURRENCY.matcher(call.parameter("currency")).matches()) {
      return Answer.invalid("parameter_unknown", "currency", "Invalid currency");
    }
    if (!call.parameter("confirm").equals("true")
        || !call.parameter("capture_method").equals("manual")) {
      String message = "The sandbox knows only confirm=true with capture_method=manual";
      return Answer.invalid("parameter_missing", "confirm", message);
    }
    return TestCard.of(call.parameter("payment_method")).isPresent()
        ? null
        : Answer.invalid("resource_missing", "payment_method", "No such PaymentMethod");
  }

  private Entry authorized(Call call, TestCard card) {
    int intent = ledger.newIntent();
    if (card.isAuthorized()) {
      return line(call, card, Kind.AUTHORIZED, 200, intent, State.REQUIRES_CAPTURE);
    }
    boolean asksTheCustomer =
        card == TestCard.AUTHENTICATION_REQUIRED
            && !call.parameter("error_on_requires_action").equals("true");
    return asksTheCustomer
        ? line(call, card, Kind.DECLINED, 200, intent, State.REQUIRES_ACTION)
        : line(call, card, Kind.DECLINED, 402, intent, State.REQUIRES_PAYMENT_METHOD);
  }

  private Entry failed(Call call, TestCard card) {
    return line(call, card, Kind.FAILED, 500, 0, State.NONE);
  }

  private Entry line(Call call, TestCard card, Kind kind, int status, int intent, State state) {
    return new Entry(
        System.currentTimeMillis(),
        kind,
        status,
        intent,
        state,
        order(call),
        Long.parseLong(call.parameter("amount")),
        call.parameter("currency"),
        card,
        call.key(),
        call.fingerprint(),
        -1);
  }

  private Answer change(Call call, Then then) throws IOException {
    int intent = intent(call);
    ReentrantLock lock = locks[intent & (locks.length - 1)];
    lock.lock();
    try {
      int latest = ledger.latest(intent);
      if (latest < 0) return Answer.notFound(call.path());
      return record(next(latest, call, then == Then.ERROR_SAVED), then);
    } finally {
      lock.unlock();
    }
  }

  private Entry next(int latest, Call call, boolean failed) {
    Entry entry = ledger.line(latest);
    State state = entry.state();
    if (failed) return entry.then(latest, Kind.FAILED, 500, state, call);
    return switch (call.operation()) {
      case CAPTURE -> captured(entry, latest, call);
      case VOID ->
          state == State.CANCELED || state.isCharged()
              ? entry.then(latest, Kind.REFUSED, 400, state, call)
              : entry.then(latest, Kind.VOIDED, 200, State.CANCELED, call);
      default -> // a refund
          state == State.SUCCEEDED
              ? entry.then(latest, Kind.REFUNDED, 200, State.REFUNDED, call)
              : entry.then(latest, Kind.REFUSED, 400, state, call);
    };
  }

  private static Entry captured(Entry entry, int latest, Call call) {
    if (entry.state() != State.REQUIRES_CAPTURE) {
      return entry.then(latest, Kind.REFUSED, 400, entry.state(), call);
    }
    return entry.card().isCaptured()
        ? entry.then(latest, Kind.CAPTURED, 200, State.SUCCEEDED, call)
        : entry.then(latest, Kind.CAPTURE_FAILED, 402, entry.state(), call);
  }

  private Answer record(Entry entry, Then then) throws IOException {
    Entry saved = then == Then.EXECUTE_THEN_ERROR ? entry.answering(500) : entry;
    ledger.append(saved);
    return Answer.of(saved, false);
  }

  private Answer search(Call call) {
    String order = searched(call);
    if (order.isEmpty()) {
      String message = "The sandbox searches for metadata['order_id'] only";
      return Answer.invalid("search_query_invalid", "query", message);
    }
    long newest = System.currentTimeMillis() - misbehaviour.searchDelayMillis();
    List<Map<String, ?>> found = new ArrayList<>();
    for (Entry made : ledger.linesOf(order)) {
      if (made.previous() < 0 && made.time() <= newest) {
        found.add(intent(ledger.latest(made.intent()), call));
      }
    }
    return Answer.ok(
        Map.of(
            "object",
            "search_result",
            "url",
            "/v1/payment_intents/search",
            "has_more",
            false,
            "data",
            found));
  }

  private static String searched(Call call) {
    Matcher query = BY_ORDER.matcher(call.parameter("query"));
    return query.matches() ? query.group(1) : "";
  }

  private static int intent(Call call) {
    boolean refund = call.operation() == Operation.REFUND;
    return Answer.intentNumber(refund ? call.parameter("payment_intent") : call.intentInPath());
  }
}
