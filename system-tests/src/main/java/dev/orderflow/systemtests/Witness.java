package dev.orderflow.systemtests;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What clients of the system remember, and what strangers did to its topics and its mail.
 *
 * @param attempts to place orders, in the order of their answers
 * @param sightings of orders, in the order of their answers, for each order by one client only
 * @param planted the records that no service has written, and the services that must park them
 * @param skipped the records that were kept from services whose offsets somebody moved forward
 * @param postOffice what was the matter with the mail; null if nobody knows
 */
public record Witness(
    List<Attempt> attempts,
    List<Sighting> sightings,
    Map<Facts.Position, Set<String>> planted,
    Set<Skipped> skipped,
    boolean sawAll,
    @Nullable PostOffice postOffice) {

  /** Nobody watched. */
  public static final Witness NOBODY =
      new Witness(List.of(), List.of(), Map.of(), Set.of(), false, null);

  /** Of a run in which strangers have written nothing. */
  public static Witness of(PostOffice postOffice) {
    return new Witness(List.of(), List.of(), Map.of(), Set.of(), true, postOffice);
  }

  boolean wasSkippedBy(String service, Facts.Position position) {
    return skipped.contains(new Skipped(service, position));
  }

  /** A record, and the service that was kept from it. */
  public record Skipped(String service, Facts.Position position) {}

  /**
   * How the mail went.
   *
   * @param refused a pattern of the addresses to which mails were refused
   * @param troubles when the answer to a mail may have been lost, so that it was sent again
   */
  public record PostOffice(String refused, List<Trouble> troubles) {

    /** Every mail arrived, and was known to have arrived. */
    public static final PostOffice SOUND = new PostOffice("", List.of());
  }

  /** A time in which something was wrong. */
  public record Trouble(Instant from, Instant to) {}

  /** The status of a request that was never answered. */
  public static final int UNANSWERED = 0;

  /**
   * What a customer wants, and pays.
   *
   * @param mayRunOut there is not enough for everybody
   */
  public record Basket(String email, List<Facts.Line> lines, String card, boolean mayRunOut) {}

  /**
   * A request to place an order.
   *
   * @param basket null if nobody remembers
   * @param status of the answer, or {@link #UNANSWERED}
   * @param orderId null unless it was accepted
   * @param total what the answer showed; null unless it was accepted
   */
  public record Attempt(
      String key,
      @Nullable Basket basket,
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

  /** What a client asked about an order that had been accepted. */
  public enum Request {
    PLACING,
    LOOKING,
    CANCELLING
  }

  /**
   * An answer about an order that had been accepted before.
   *
   * @param answer its status, or {@link #UNANSWERED}
   * @param status of the order; empty unless it was shown
   */
  public record Sighting(
      UUID orderId, Request request, int answer, String status, int version, boolean retryAfter) {}
}
