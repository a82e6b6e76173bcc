package dev.orderflow.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.inventory.domain.Books.Pieces;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BooksTest {

  private final Books books = new Books();

  @Test
  void agreeWhenTheReservationsAddUpToTheStock() {
    books.reservations("MUG-01", new Pieces(2, 5));
    books.reservations("MUG-01", new Pieces(1, 0));
    books.stock("MUG-01", new Pieces(3, 5));
    books.stock("LAMP-01", new Pieces(0, 0));

    assertThat(books.differences()).isEmpty();
  }

  @Test
  void sayHowManyPiecesTheStockHasTooMany() {
    books.reservations("MUG-01", new Pieces(2, 5));
    books.stock("MUG-01", new Pieces(3, 4));

    assertThat(books.differences()).containsOnly(Map.entry("MUG-01", new Pieces(1, -1)));
  }

  @Test
  void knowReservationsOfASkuWithoutStock() {
    books.reservations("GONE-01", new Pieces(2, 0));

    assertThat(books.differences()).containsKey("GONE-01");
  }

  @Test
  void takeNoNoticeOfWhatWasRejected() {
    books.reservations("UNKNOWN-01", new Pieces(0, 0));

    assertThat(books.differences()).isEmpty();
  }
}
