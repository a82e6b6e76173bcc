package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.messaging.OutboxTable.Head;
import dev.orderflow.messaging.OutboxTable.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class LowWaterMarkTest {

  private final MovableTime time = new MovableTime();
  private final LowWaterMark mark = new LowWaterMark(time);

  @Test
  void followsOnceAllThatWasUnderWayHasEnded() {
    done(10, 700, 702);

    done(15, 702, 705);

    assertThat(mark.next()).isEqualTo(10);
  }

  @Test
  void staysBelowWhatATransactionUnderWayMayCommit() {
    done(10, 700, 702);

    done(15, 701, 705);
    done(20, 701, 708);

    assertThat(mark.next()).isZero();
  }

  @Test
  void isNeverBeyondALateRowThatCrowdedOutTheOthers() {
    done(10, 700, 702);

    done(7, 702, 705);

    assertThat(mark.next()).isEqualTo(7);
  }

  @Test
  void goesOnWithoutATransactionThatDoesNotEnd() {
    done(10, 700, 702);
    time.passes(LowWaterMark.PATIENCE.plusMillis(1));
    mark.next();

    done(15, 700, 705);

    assertThat(mark.next()).isEqualTo(10);
  }

  @Test
  void doesNotTakeATransactionForOldBecausePublishingTookLong() {
    done(10, 700, 702);
    mark.next();
    time.passes(LowWaterMark.PATIENCE.plusMillis(1));

    done(15, 701, 705);

    assertThat(mark.next()).isZero();
    assertThat(mark.awaitedFrom()).isZero();
  }

  @Test
  void forgetsWhomItAwaitsOnAServerThatKnowsOfLess() {
    done(10, 700, 702);
    time.passes(LowWaterMark.PATIENCE.plusMillis(1));
    mark.next();
    done(15, 700, 705);

    done(40, 650, 651);

    assertThat(mark.awaitedFrom()).isZero();
    assertThat(mark.next()).isZero();
  }

  @Test
  void waitsNoSecondTimeForATransactionThatDoesNotEnd() {
    done(10, 700, 702);
    time.passes(LowWaterMark.PATIENCE.plusMillis(1));
    mark.next();

    done(15, 700, 705);

    assertThat(mark.awaitedFrom()).isEqualTo(702);
  }

  @Test
  void goesBackForARowBehindIt() {
    done(10, 700, 700);
    done(15, 701, 701);

    done(3, 701, 702);

    assertThat(mark.next()).isZero();
    done(12, 703, 704);
    assertThat(mark.next()).isEqualTo(3);
  }

  @Test
  void goesBackToTheStartForARowBehindItBesideATransactionUnderWay() {
    done(10, 700, 700);
    done(15, 701, 701);

    done(3, 700, 702);

    assertThat(mark.next()).isZero();
  }

  @Test
  void startsAtZeroNowAndThenAndKeepsItsPlace() {
    done(10, 700, 700);
    done(15, 701, 701);

    time.passes(LowWaterMark.SWEEP.plusMillis(1));

    assertThat(mark.next()).isZero();
    assertThat(mark.next()).isEqualTo(10);
  }

  private void done(long lastId, long oldestUnderWay, long removedBy) {
    Row row = new Row(lastId, "orders", null, List.of(), null);
    mark.done(new Head(List.of(row), oldestUnderWay), removedBy);
  }
}
