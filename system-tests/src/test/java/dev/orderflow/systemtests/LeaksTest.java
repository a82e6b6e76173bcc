package dev.orderflow.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaksTest {

  @TempDir Path logs;

  @ParameterizedTest
  @ValueSource(strings = {"Ada Lovelace", "Bcc: eve", "customer-1@example.com", "pm_card_visa"})
  void namesTheLineOfALogThatTellsOfACustomer(String secret) throws IOException {
    Files.writeString(logs.resolve("order-service.log"), "started\ncannot mail to " + secret);

    assertThat(Leaks.in(logs)).singleElement().asString().contains("order-service.log:2 holds");
  }

  @Test
  void findsNothingInALogThatTellsOfNobody() throws IOException {
    Files.writeString(logs.resolve("order-service.log"), "from orders@orderflow.example\n");

    assertThat(Leaks.in(logs)).isEmpty();
  }
}
