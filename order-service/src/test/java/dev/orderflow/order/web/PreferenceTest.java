package dev.orderflow.order.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

class PreferenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wait=5 | 5",
        "WAIT = 5 | 5",
        "respond-async, wait=5 | 5",
        "wait=\"5\" | 5",
        "wait=5; foo=bar | 5",
        "wait=30 | 30",
        "wait=31 | 30",
        "wait=999999999 | 30",
        "wait=0 | 0",
        "wait=-1 | 0",
        "wait=1.5 | 0",
        "wait=9999999999 | 30",
        "wait=99999999999999999999 | 30",
        "wait=00000000000000000007 | 7",
        "wait=00000000000000000000 | 0",
        "wait | 0",
        "return=minimal | 0",
        "await=5 | 0"
      })
  void waitsAsLongAsItIsAskedButNotLonger(String header, long seconds) {
    assertThat(prefer(header).time()).hasSeconds(seconds);
  }

  @Test
  void isReadInOneGoHoweverManyZerosItHas() {
    String endless = "wait=" + "0".repeat(1_000_000) + "x";

    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(prefer(endless).wantsToWait()).isFalse());
  }

  @Test
  void takesTheFirstOfSeveral() {
    assertThat(prefer("wait=3", "wait=9").time()).hasSeconds(3);
  }

  @Test
  void doesNotWaitUnasked() {
    assertThat(Preference.of(new HttpHeaders()).wantsToWait()).isFalse();
  }

  @Test
  void saysHowLongItWaits() {
    assertThat(prefer("wait=100").applied()).isEqualTo("wait=30");
  }

  private static Preference prefer(String... values) {
    HttpHeaders headers = new HttpHeaders();
    headers.addAll(Preference.HEADER, List.of(values));
    return Preference.of(headers);
  }
}
