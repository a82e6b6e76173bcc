package dev.orderflow.systemtests;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What clients of the system remember, and what strangers did to its topics.
 *
 * @param attempts to place orders, in the order of their answers
 * @param sightings of orders, in the order of their answers, for each order by one client only
 * @param planted the records that no service has written, and the services that must park them
 * @param skipped the records that were kept from services whose offsets somebody moved forward
 */
public record Witness(
    List<Attempt> attempts,
    List<Sighting> sightings,
    Map<Facts.Position, Set<String>> planted,
    Set<Skipped> skipped,
    boolean sawAll) {

  /** Nobody watched. */
  public static final Witness NOBODY = new Witness(List.of(), List.of(), Map.of(), Set.of(), false);

  boolean wasSkippedBy(String service, Facts.Position position) {
    return skipped.contains(new Skipped(service, position));
  }

  /** A record, and the service that was kept from it. */
  public record Skipped(String service, Facts.Position position) {}

  /** The status of a request that was never answered. */
  public static final int UNANSWERED = 0;

  /**
   * A request to place an order.
   *
   * @param status of the answer, or {@link #UNANSWERED}
   * @param orderId null unless it was accepted
   * @param total what the answer showed; null unless it was accepted
   */
  public record Attempt(
      String key,
      int status,
      @Nullable UUID orderId,
      @Nullable BigDecimal total,
      boolean retryAfter) {

    boolean accepted() {
      return status >= 200 && status < 300;
    }

    /** Whether the client cannot know if it was accepted. */
    boolean unclear() {
      return status == UNANSWERED || status >= 500;
    }
  }

  /** An answer to a request to show an order that had been accepted before. */
  public record Sighting(UUID orderId, int answer, String status, int version) {}
}
