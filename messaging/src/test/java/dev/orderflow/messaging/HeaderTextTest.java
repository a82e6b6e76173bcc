package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderTextTest {

  @Test
  void writesPlainTextAsItIs() {
    assertThat(HeaderText.write(List.of(RawHeader.of("ce_id", "1"))))
        .isEqualTo("[[\"ce_id\",\"1\"]]");
  }

  @Test
  void losesNothingOfAHostileHeader() {
    List<RawHeader> hostile =
        List.of(
            new RawHeader("null", null),
            new RawHeader("empty", new byte[0]),
            new RawHeader("binary", new byte[] {0, -1, 13, 10}),
            new RawHeader("binary", new byte[] {1}),
            new RawHeader("\u0000\"", new byte[] {'x'}));

    List<RawHeader> read = HeaderText.read(HeaderText.write(hostile));

    assertThat(read).usingRecursiveComparison().isEqualTo(hostile);
  }
}
