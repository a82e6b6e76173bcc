package dev.orderflow.http.parked;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.orderflow.messaging.ParkedEvent;
import dev.orderflow.messaging.RawHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parked event as it was read from Kafka, but for the payment token. */
record ParkedEventView(
    @JsonUnwrapped ParkedEventSummary summary,
    @Nullable Content key,
    List<Header> headers,
    @Nullable Content value) {

  /** A header; its value is null where the record has none. */
  record Header(String name, @Nullable Content value) {}

  static ParkedEventView of(ParkedEvent event) {
    return new ParkedEventView(
        ParkedEventSummary.of(event),
        Content.of(event.key()),
        event.headers().stream().map(ParkedEventView::header).toList(),
        Content.of(event.shownValue()));
  }

  private static Header header(RawHeader header) {
    return new Header(header.name(), Content.of(header.value()));
  }
}
