package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.value.Money;
import dev.orderflow.payment.domain.Operation;
import dev.orderflow.payment.domain.ProviderAnswer;
import dev.orderflow.payment.domain.ProviderAnswer.Charged;
import dev.orderflow.payment.domain.ProviderAnswer.Held;
import dev.orderflow.payment.domain.ProviderAnswer.NotFound;
import dev.orderflow.payment.domain.ProviderAnswer.PaidBack;
import dev.orderflow.payment.domain.ProviderAnswer.Refused;
import dev.orderflow.payment.domain.ProviderAnswer.Released;
import dev.orderflow.payment.domain.ProviderAnswer.Unclear;
import dev.orderflow.payment.domain.ProviderCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The payment provider as our gateway knows it: it remembers keys with their answers for a day, its
 * search lags behind, and what it did it has done, whatever we hear of it.
 */
final class Provider {

  private static final Duration KEY_LIFETIME = Duration.ofHours(24);

  /** How it takes a call. */
  enum Mood {
    WELL,
    /** Does it, but the answer never arrives. */
    SILENT,
    /** Is not reached. */
    AWAY,
    /** Fails at once, and always again under this key. */
    FAILING,
    /** Does it, then fails, and always again under this key. */
    FAILING_AFTERWARDS
  }

  /** What has become of the money. */
  enum State {
    DECLINED,
    HELD,
    RELEASED,
    CHARGED,
    PAID_BACK
  }

  /** A payment in its books. */
  record Intent(
      String reference,
      UUID orderId,
      Money amount,
      boolean chargeable,
      Instant since,
      State state) {

    Intent in(State next) {
      return new Intent(reference, orderId, amount, chargeable, since, next);
    }
  }

  /** What a key was answered with; null for an error. */
  private record Remembered(ProviderAnswer answer, Instant since) {}

  private final World world;
  private final Map<String, Intent> intents = new LinkedHashMap<>();
  private final Map<String, Remembered> keys = new LinkedHashMap<>();
  private final Set<UUID> lapsed = new HashSet<>();
  private int calls;

  Provider(World world) {
    this.world = world;
  }

  void become(Provider other) {
    intents.putAll(other.intents);
    keys.putAll(other.keys);
    lapsed.addAll(other.lapsed);
    calls = other.calls;
  }

  Fingerprint addTo(Fingerprint fingerprint) {
    return fingerprint.all(intents.values()).all(keys.values()).add(lapsed);
  }

  int calls() {
    return calls;
  }

  Stream<Intent> intentsOf(UUID orderId) {
    return intents.values().stream().filter(intent -> intent.orderId.equals(orderId));
  }

  void faults(List<Step> steps) {
    intents.values().stream()
        .filter(intent -> intent.state == State.HELD)
        .forEach(intent ->
            steps.add(
                new Step(world.payments, "an authorization lapses", intent, () -> lapse(intent))));
  }

  private void lapse(Intent intent) {
    lapsed.add(intent.orderId);
    put(intent.in(State.RELEASED));
  }

  /** Whether it was released by the provider, sooner or later to be refused to us. */
  boolean hasLapsed(UUID orderId) {
    return lapsed.contains(orderId);
  }

  ProviderAnswer ask(ProviderCall call, Mood mood) {
    calls++;
    if (mood == Mood.AWAY) return new Unclear("connection refused");
    String key = world.has(Bug.EVERY_CALL_HAS_A_NEW_KEY) ? "call-" + calls : call.idempotencyKey();
    Remembered known = keys.get(key);
    boolean repeated = known != null && world.now.isBefore(known.since.plus(KEY_LIFETIME));
    ProviderAnswer answer = repeated ? again(known, call) : first(call, key, mood);
    return mood == Mood.SILENT ? new Unclear("timed out") : answer;
  }

  private ProviderAnswer first(ProviderCall call, String key, Mood mood) {
    boolean fails = mood == Mood.FAILING || mood == Mood.FAILING_AFTERWARDS;
    ProviderAnswer answer = mood == Mood.FAILING ? null : perform(call);
    if (call.operation() != Operation.LOOK_UP)
      keys.put(key, new Remembered(fails ? null : answer, world.now));
    return fails ? new Unclear("500") : answer;
  }

  // As our gateway does: a capture or void that only ever gets an error is looked at.
  private ProviderAnswer again(Remembered known, ProviderCall call) {
    if (known.answer != null) return known.answer;
    Unclear spent = new Unclear("500 again", true);
    if (call.reference() == null || call.operation() == Operation.REFUND) return spent;
    ProviderAnswer found = answer(intents.get(call.reference()));
    return found instanceof Held ? spent : found;
  }

  private ProviderAnswer perform(ProviderCall call) {
    return switch (call.operation()) {
      case AUTHORIZE -> authorize(call);
      case CAPTURE -> capture(intents.get(call.reference()));
      case VOID -> become(intents.get(call.reference()), State.HELD, State.RELEASED);
      case REFUND -> become(intents.get(call.reference()), State.CHARGED, State.PAID_BACK);
      case LOOK_UP -> search(call.orderId());
    };
  }

  private ProviderAnswer authorize(ProviderCall call) {
    String token = Objects.requireNonNull(call.token());
    State state = token.equals(Purchase.IS_DECLINED) ? State.DECLINED : State.HELD;
    boolean chargeable = !token.equals(Purchase.CAPTURE_FAILS);
    return answer(
        put(
            new Intent(
                reference(call.orderId()),
                call.orderId(),
                call.amount(),
                chargeable,
                world.now,
                state)));
  }

  private ProviderAnswer capture(Intent intent) {
    if (intent.state == State.HELD && !intent.chargeable)
      return new Refused("generic_decline", null);
    return become(intent, State.HELD, State.CHARGED);
  }

  private ProviderAnswer become(Intent intent, State from, State to) {
    return answer(intent.state == from ? put(intent.in(to)) : intent);
  }

  private ProviderAnswer search(UUID orderId) {
    Instant known = world.now.minus(world.scene.searchLag());
    return intentsOf(orderId)
        .filter(intent -> !intent.since.isAfter(known))
        .map(Provider::answer)
        .min(Comparator.comparing(answer -> answer instanceof Refused))
        .orElseGet(NotFound::new);
  }

  private static ProviderAnswer answer(Intent intent) {
    return switch (intent.state) {
      case DECLINED -> new Refused("generic_decline", "Your card was declined.");
      case HELD -> new Held(intent.reference);
      case RELEASED -> new Released();
      case CHARGED -> new Charged(intent.reference);
      case PAID_BACK -> new PaidBack();
    };
  }

  private String reference(UUID orderId) {
    return "pi_%s_%d".formatted(orderId, intentsOf(orderId).count() + 1);
  }

  private Intent put(Intent intent) {
    intents.put(intent.reference, intent);
    return intent;
  }
}
