package dev.orderflow.order.web;

import dev.orderflow.order.OrderHistory;
import dev.orderflow.order.domain.Orders;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What one client is told of one order: each event once. */
final class OrderStream {

  private final UUID orderId;
  private final SseEmitter emitter;
  private final Orders orders;
  private final OrderHistory history;
  private final Consumer<OrderStream> onLost;
  private final SequencedSet<UUID> told = new LinkedHashSet<>();
  private final ReentrantLock turn = new ReentrantLock();

  /**
   * @param onLost told when the client can be reached no more
   */
  OrderStream(
      UUID orderId,
      SseEmitter emitter,
      Orders orders,
      OrderHistory history,
      Consumer<OrderStream> onLost) {
    this.orderId = orderId;
    this.emitter = emitter;
    this.orders = orders;
    this.history = history;
    this.onLost = onLost;
  }

  /** Tells what is new, and ends the stream when nothing more will come. */
  void goOn() {
    turn.lock();
    try {
      // Read before the history: what is answered for has all its events there.
      boolean answered = orders.findById(orderId).orElseThrow().isAnswered();
      List<OrderHistory.Told> events = history.of(orderId);
      for (OrderHistory.Told event : events) {
        if (told.add(event.id())) tell(event);
      }
      if (answered) {
        if (!events.isEmpty()) sayWhichIsLast(events.getLast().id());
        emitter.complete();
      }
    } catch (IOException | RuntimeException e) {
      end(e);
    } finally {
      turn.unlock();
    }
  }

  private void tell(OrderHistory.Told event) throws IOException {
    emitter.send(
        SseEmitter.event()
            .id(event.id().toString())
            .name(event.name())
            .data(EventView.of(event), MediaType.APPLICATION_JSON));
  }

  // What came last is not always what happened last. An id without data is no event to a client,
  // but what it comes back with.
  private void sayWhichIsLast(UUID last) throws IOException {
    if (!told.getLast().equals(last)) emitter.send(SseEmitter.event().id(last.toString()));
  }

  void beat() {
    // While something is being told, the connection is not silent.
    if (!turn.tryLock()) return;
    try {
      emitter.send(SseEmitter.event().comment("alive"));
    } catch (IOException | RuntimeException e) {
      end(e);
    } finally {
      turn.unlock();
    }
  }

  /** Ends the stream, after what is being told; the client asks again. */
  void close() {
    turn.lock();
    try {
      emitter.complete();
    } finally {
      turn.unlock();
    }
  }

  private void end(Exception failure) {
    emitter.completeWithError(failure);
    onLost.accept(this);
  }
}
