package dev.orderflow.messaging;

import java.util.Comparator;
import java.util.UUID;

/**
 * The one order in which rows are inserted that another transaction may insert as well: each waits
 * for the other's rows, and in any other order the two could wait for each other.
 */
public final class KeyOrder {

  /** PostgreSQL's order of {@code uuid}: bytes without sign, unlike {@link UUID#compareTo}. */
  public static final Comparator<UUID> OF_UUIDS =
      Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
          .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

  private KeyOrder() {}
}
