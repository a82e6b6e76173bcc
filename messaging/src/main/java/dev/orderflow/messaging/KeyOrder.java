package dev.orderflow.messaging;

import java.util.Comparator;
import java.util.UUID;

/** The one order in which rows are locked, everywhere. */
public final class KeyOrder {

  /** PostgreSQL's order of {@code uuid}: bytes without sign, unlike {@link UUID#compareTo}. */
  public static final Comparator<UUID> OF_UUIDS =
      Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
          .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

  private KeyOrder() {}
}
