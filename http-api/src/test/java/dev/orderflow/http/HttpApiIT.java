package dev.orderflow.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.localstack.testing.RawHttp;
import dev.orderflow.localstack.testing.RawHttp.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "orderflow.http.max-body=8KB",
      "orderflow.http.body-timeout=2s",
      "server.tomcat.connection-timeout=1s"
    })
@ExtendWith(OutputCaptureExtension.class)
class HttpApiIT {

  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String GOOD =
      "{\"name\": \"Ada\", \"count\": 2, \"size\": 3, \"unit\": \"DAYS\","
          + " \"at\": \"2026-01-01T00:00:00Z\", \"isNew\": true, \"tags\": [],"
          + " \"id\": \"0190A5C8-7b3e-7c41-9b63-3f0c8f4f3b11\"}";

  @LocalServerPort private int port;
  private RawHttp http;

  @BeforeEach
  void connect() {
    http = new RawHttp(port);
  }

  @Test
  void takesWhatIsExactlyRight() throws Exception {
    Response response = http.send("POST /samples", JSON, GOOD);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.json().get("count").asInt()).isEqualTo(2);
    assertThat(response.json().get("id").asString()).startsWith("0190a5c8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "not json",
        "{\"name\": \"Ada\", \"count\": 2, \"size\": 3} x",
        "{\"name\": \"Ada\", \"count\": 2, \"size\": 3}{}",
        "{\"name\": \"Ada\", \"name\": \"Bob\", \"count\": 2}",
        "{\"name\": \"Ada\", \"count\": 2, \"price\": 1}",
        "{\"name\": \"Ada\", \"count\": \"2\"}",
        "{\"name\": \"Ada\", \"count\": \"\"}",
        "{\"name\": \"Ada\", \"count\": \" \"}",
        "{\"name\": \"Ada\", \"count\": 2.0}",
        "{\"name\": \"Ada\", \"count\": true}",
        "{\"name\": \"Ada\", \"count\": null}",
        "{\"name\": \"Ada\", \"count\": NaN}",
        "{\"name\": \"Ada\", \"count\": 2147483648}",
        "{\"name\": \"Ada\", \"count\": 1, \"size\": 9223372036854775808}",
        "{\"name\": \"Ada\", \"count\": 1, \"size\": 1e400}",
        "{\"name\": \"Ada\", \"count\": 1, \"size\": \"1\"}",
        "{\"name\": \"Ada\", \"count\": 1, \"size\": \"\"}",
        "{\"name\": \"Ada\", \"count\": 1, \"size\": \"  \"}",
        "{\"name\": \"Ada\", \"count\": 1, \"isNew\": \"\"}",
        "{\"name\": \"Ada\", \"count\": 1, \"isNew\": \" \"}",
        "{\"name\": \"Ada\", \"count\": 1, \"unit\": \"\"}",
        "{\"name\": \"Ada\", \"count\": 1, \"unit\": \" \"}",
        "{\"name\": \"Ada\", \"count\": 1, \"unit\": \"days\"}",
        "{\"name\": \"Ada\", \"count\": 1, \"at\": \"\"}",
        "{\"name\": \"Ada\", \"count\": 1, \"at\": \" \"}",
        "{\"name\": \"Ada\", \"count\": 1, \"tags\": \"\"}",
        "{\"name\": \"Ada\", \"count\": 1, \"tags\": \" \"}",
        "{\"name\": \"Ada\", \"count\": 1, \"id\": \"\"}",
        "{\"name\": \"Ada\", \"count\": 1, \"id\": \"  \"}",
        "{\"name\": \"Ada\", \"count\": 1, \"id\": \"1-1-1-1-1\"}",
        "{\"name\": \"Ada\", \"count\": 1, \"id\": \"AZClyHs+fEGbYz8Mj087EQ==\"}",
        "{\"name\": \"Ada\", \"count\": 1, \"id\": \" 0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11\"}",
        "{\"name\": \"Ada\", \"count\": 1, \"id\": 7}",
        "{\"name\": \"Ada\", \"count\": 99999999999999999999999999999999999999999999999999}",
        "{\"name\": 12, \"count\": 2}",
        "{\"name\": true, \"count\": 2}",
        "{\"name\": [\"Ada\"], \"count\": 2}",
        "{\"name\": \"A\\u0000\", \"count\": 2}",
        "{\"name\": \"A\\ud800\", \"count\": 2}",
        "{\"name\": \"A\\udc00\\ud800\", \"count\": 2}",
        "{\"name\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]], \"count\": 2}"
      })
  void refusesJsonThatIsNotExactlyRight(String body) throws Exception {
    isProblem(http.send("POST /samples", JSON, body), 400, "malformed-request");
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws Exception {
    byte[] body = "{\"name\": \"\u00ff\u00fe\", \"count\": 2}".getBytes(ISO_8859_1);

    isProblem(post(body), 400, "malformed-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE"})
  void refusesOtherEncodingsThatNobodyNamed(String charset) throws Exception {
    isProblem(post(GOOD.getBytes(Charset.forName(charset))), 400, "malformed-request");
  }

  @Test
  void refusesAByteOrderMark() throws Exception {
    isProblem(post(("\ufeff" + GOOD).getBytes(UTF_8)), 400, "malformed-request");
  }

  private Response post(byte[] body) throws Exception {
    return http.exchange(server -> {
      String head = "POST /samples HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + JSON;
      server.write((head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1));
      server.write(body);
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /nowhere | '' | 404 | not-found",
        "POST /nowhere | '' | 404 | not-found",
        "GET /error | '' | 404 | not-found",
        "GET /samples/1-1-1-1-1 | '' | 400 | malformed-request",
        "GET /samples/%00 | '' | 400 | malformed-request",
        "GET /samples/%zz | '' | 400 | malformed-request",
        "GET /samples/a%2fb | '' | 400 | malformed-request",
        "GET /samples;x=%zz | '' | 400 | malformed-request",
        "GET /samples;% | '' | 400 | malformed-request",
        "POST /samples;a=%2 | '' | 400 | malformed-request",
        "GET /v3/api-docs;%zz | '' | 400 | malformed-request",
        "GET /samples/[x] | '' | 400 | malformed-request",
        "GET /samples/away;] | '' | 400 | malformed-request",
        "POST /samples;[ | '' | 400 | malformed-request",
        "GET // | '' | 400 | malformed-request",
        "GET /samples?limit=0 | '' | 400 | malformed-request",
        "GET /samples?limit=101 | '' | 400 | malformed-request",
        "GET /samples?limit=x | '' | 400 | malformed-request",
        "GET /samples?limit=99999999999 | '' | 400 | malformed-request",
        "GET /samples?limit=%zz | '' | 400 | malformed-request",
        "GET /samples?cursor=%24 | '' | 400 | malformed-request",
        "GET /samples?limit= | '' | 400 | malformed-request",
        "GET /samples?cursor= | '' | 400 | malformed-request",
        "GET /samples?unit= | '' | 400 | malformed-request",
        "GET /samples?unit | '' | 400 | malformed-request",
        "GET /samples?unit=days | '' | 400 | malformed-request",
        "GET /samples?unit=DAYS&unit=HOURS | '' | 400 | malformed-request",
        "GET /samples?limit=5&limit=1000000 | '' | 400 | malformed-request",
        "GET /samples?limits=5 | '' | 400 | malformed-request",
        "GET /samples/away?limit=5 | '' | 400 | malformed-request",
        "POST /samples?unit=DAYS | Content-Type: application/json | 400 | malformed-request",
        "GET /samples?limit=0x14 | '' | 400 | malformed-request",
        "GET /samples?limit=%2314 | '' | 400 | malformed-request",
        "GET /samples?limit=1%200 | '' | 400 | malformed-request",
        "GET /samples?limit=%2B14 | '' | 400 | malformed-request",
        "GET /samples?limit=%D9%A1%D9%A4 | '' | 400 | malformed-request",
        "GET /samples/numbered/0x7 | '' | 400 | malformed-request",
        "GET /samples/numbered/%D9%A7 | '' | 400 | malformed-request",
        "GET /samples/numbered/9223372036854775808 | '' | 400 | malformed-request",
        "DELETE /samples | '' | 405 | method-not-allowed",
        "BREW /samples | '' | 405 | method-not-allowed",
        "TRACE /samples | '' | 405 | method-not-allowed",
        "GET /samples | Accept: text/html | 406 | not-acceptable",
        "GET /samples | Accept: not a type | 406 | not-acceptable",
        "GET /samples | Accept: application/json;charset=nonsense | 406 | not-acceptable",
        "GET /samples | Accept: application/json;q=0 | 406 | not-acceptable",
        "GET /samples | Accept: */*;q=0 | 406 | not-acceptable",
        "GET /samples | Accept: application/json;q=0, */* | 406 | not-acceptable",
        "GET /samples | Accept: application/*, application/json;q=0.0 | 406 | not-acceptable",
        "GET /samples | Accept: */*, application/*;q=0.000 | 406 | not-acceptable",
        "POST /samples | Content-Type: text/plain | 415 | unsupported-media-type",
        "POST /samples | Content-Type: application/x-www-form-urlencoded | 415"
            + " | unsupported-media-type",
        "POST /samples | Content-Type: multipart/form-data; boundary=x | 415"
            + " | unsupported-media-type",
        "POST /samples | Content-Type: nonsense | 415 | unsupported-media-type",
        "POST /samples | Content-Type: application/json;charset=nonsense | 415"
            + " | unsupported-media-type",
        "POST /samples | Content-Type: application/json;charset=ISO-8859-1 | 415"
            + " | unsupported-media-type",
        "POST /samples | Content-Type: application/json; CHARSET=\"utf-16\" | 415"
            + " | unsupported-media-type",
        "POST /samples | Content-Type: application/json;charset=us-ascii | 415"
            + " | unsupported-media-type",
        "POST /samples | Content-Encoding: gzip | 415 | unsupported-media-type",
        "POST /samples | Content-Encoding: identity, br | 415 | unsupported-media-type",
        "POST /samples | X-No: type | 415 | unsupported-media-type",
        "GET /samples/away | '' | 503 | unavailable",
        "GET /samples/closed | '' | 503 | unavailable",
        "GET /samples/incomplete | '' | 503 | unavailable",
        "GET /samples/broken | '' | 500 | internal-error"
      })
  void answersByTheBook(String line, String header, int status, String type) throws Exception {
    String headers = header.isEmpty() ? "" : header + "\r\n";
    String body = line.startsWith("POST") ? GOOD : "";

    isProblem(http.send(line, headers, body), status, type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /samples?limit=14&unit=DAYS",
        "GET /samples?limit=007",
        "GET /samples/numbered/-9223372036854775808",
        "GET /samples/numbered"
      })
  void takesNumbersInDecimalDigits(String line) throws Exception {
    assertThat(http.send(line, "", "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/json;charset=UTF-8",
        "Content-Type: application/json; charset=\"utf-8\"",
        "Content-Type: application/json;charset=utf8",
        "Content-Type: application/json\r\nContent-Encoding: Identity",
        "Content-Type: application/json\r\nContent-Encoding:"
      })
  void takesABodyInUtf8AsItIs(String headers) throws Exception {
    Response response = http.send("POST /samples", headers + "\r\n", GOOD.replace("Ada", "Åsa"));

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.json().get("name").asString()).isEqualTo("Åsa");
  }

  @Test
  void mindsWhatIsSaidOfABodyOnlyWhereThereIsOne() throws Exception {
    String aboutABody =
        "Content-Type: application/json;charset=ISO-8859-1\r\nContent-Encoding: br\r\n";

    assertThat(http.send("GET /actuator/health/liveness", aboutABody, "").status()).isEqualTo(200);
  }

  @Test
  void saysWhichContentEncodingIsRead() throws Exception {
    Response response = http.send("POST /samples", JSON + "Content-Encoding: gzip\r\n", GOOD);

    isProblem(response, 415, "unsupported-media-type");
    assertThat(response.headers()).containsEntry("Accept-Encoding", "identity");
  }

  @Test
  void saysWhichRequestFailedOutsideOfEveryController() throws Exception {
    Response response = http.send("GET /samples/filtered", "", "");

    isProblem(response, 500, "internal-error");
    assertThat(response.json().get("instance").asString()).isEqualTo("/samples/filtered");
  }

  @Test
  void saysWhenToTryAgain() throws Exception {
    Response response = http.send("GET /samples/away", "", "");

    assertThat(response.headers()).containsEntry("Retry-After", "2");
  }

  @Test
  void logsWhatTheDatabaseRefused(CapturedOutput log) throws Exception {
    http.send("GET /samples/away", "", "");

    assertThat(log.getAll()).contains("Answered 503: SQLException 57P01");
  }

  @Test
  void logsTheStackOfAnErrorAndDoesNotBlameTheDatabase(CapturedOutput log) throws Exception {
    http.send("GET /samples/incomplete", "", "");

    assertThat(log.getAll())
        .contains("Answered 503: this process is broken")
        .contains("NoClassDefFoundError: dev/orderflow/Missing", "SampleController.incomplete")
        .doesNotContain("database");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"POST /samples | 200", "GET /samples/here | 400", "GET /nowhere | 404"})
  void saysHowLongItsAnswerIs(String line, int status) throws Exception {
    Response response = http.send(line, JSON, line.startsWith("POST") ? GOOD : "");

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.headers())
        .containsEntry("Content-Length", String.valueOf(response.body().getBytes(UTF_8).length))
        .doesNotContainKey("Transfer-Encoding");
  }

  @Test
  void sendsNothingOfAnAnswerThatCannotBeWrittenToItsEnd() throws Exception {
    isProblem(http.send("GET /samples/half", "", ""), 500, "internal-error");
  }

  @ParameterizedTest
  @MethodSource
  void answersInPlainJsonWhateverItIsAskedToAddToIt(String accept) throws Exception {
    Response response = http.send("POST /samples", JSON + "Accept: " + accept + "\r\n", GOOD);

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.type()).isEqualTo("application/json");
  }

  static Stream<String> answersInPlainJsonWhateverItIsAskedToAddToIt() {
    return Stream.of(
        "",
        "application/json",
        "application/json;q=0.5, text/html",
        "application/json, */*;q=0",
        "application/json;q=0.1, application/*;q=0",
        "*/*, text/html;q=0",
        "application/*, text/event-stream;q=0",
        "application/json;charset=UTF-8",
        "application/json;charset=UTF-16LE",
        "application/json;charset=utf-16",
        "application/json;charset=ISO-8859-1",
        "application/json; CHARSET=\"ISO-8859-1\"; q=0.5",
        "application/*;charset=ISO-8859-1",
        "*/*;charset=ISO-8859-1",
        "application/json;profile=x",
        "application/json;profile=" + "x".repeat(10_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "image/png",
        "*/*",
        "application/json",
        "application/problem+json;charset=ISO-8859-1",
        "x"
      })
  void speaksOfProblemsWhateverTheClientAccepts(String accept) throws Exception {
    Response response = http.send("GET /nowhere", "Accept: " + accept + "\r\n", "");

    isProblem(response, 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /{x} HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /samples HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
        "POST /samples HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "POST /samples HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /samples HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}"
      })
  void refusesWhatIsNotHttp(String text) throws Exception {
    isProblem(http.send(text), 400, "malformed-request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/3.0 | X-No: thing | 505 | http-version-not-supported",
        "PRI * HTTP/2.0 | X-No: thing | 400 | malformed-request",
        "GET / HTTP/1.1 | Transfer-Encoding: rot13 | 501 | not-implemented",
        "GET / HTTP/1.1 | Expect: miracles | 417 | malformed-request",
        "CONNECT a:1 HTTP/1.1 | X-No: thing | 501 | not-implemented"
      })
  void answersOddHttpByTheBook(String line, String header, int status, String type)
      throws Exception {
    Response response =
        http.send(line + "\r\nHost: a\r\nConnection: close\r\n" + header + "\r\n\r\n");

    isProblem(response, status, type);
  }

  @Test
  void refusesBrokenChunks() throws Exception {
    Response response =
        http.exchange(server -> {
          startChunked(server);
          server.write("zz{}".getBytes(ISO_8859_1));
        });

    isProblem(response, 400, "malformed-request");
  }

  @Test
  void refusesADrippingChunkExtension() throws Exception {
    Response response =
        http.exchange(server -> {
          startChunked(server);
          server.write((Integer.toHexString(GOOD.length()) + ";").getBytes(ISO_8859_1));
          drip(server, "x".repeat(12), 250);
          server.write(("\r\n" + GOOD + "\r\n0\r\n\r\n").getBytes(ISO_8859_1));
        });

    isProblem(response, 400, "malformed-request");
  }

  @Test
  void refusesALargeTrailer() throws Exception {
    Response response =
        http.exchange(server -> {
          startChunked(server);
          server.write((chunk(GOOD) + "0\r\nX-Sum: 0123456789abcdef\r\n\r\n").getBytes(ISO_8859_1));
        });

    isProblem(response, 400, "malformed-request");
  }

  @Test
  void refusesADrippingTrailer() throws Exception {
    Response response =
        http.exchange(server -> {
          startChunked(server);
          server.write((chunk(GOOD) + "0\r\n").getBytes(ISO_8859_1));
          drip(server, "X:y", 800);
          server.write("\r\n\r\n".getBytes(ISO_8859_1));
        });

    isProblem(response, 408, "request-timeout");
  }

  @Test
  void takesABodyInChunks() throws Exception {
    Response response =
        http.exchange(server -> {
          String head = "POST /samples HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
          server.write((head + "Transfer-Encoding: chunked\r\n" + JSON).getBytes(ISO_8859_1));
          server.write(("\r\n" + chunk(GOOD) + "0\r\n\r\n").getBytes(ISO_8859_1));
        });

    assertThat(response.status()).as(response.body()).isEqualTo(200);
  }

  @Test
  void refusesManyHeaders() throws Exception {
    isProblem(http.send("GET /samples", "X-One: 1\r\n".repeat(101), ""), 431, "headers-too-large");
  }

  @Test
  void refusesLargeHeaders() throws Exception {
    Response response = http.send("GET /samples", "X-Large: " + "x".repeat(20_000) + "\r\n", "");

    isProblem(response, 431, "headers-too-large");
  }

  @Test
  void refusesALongAddress() throws Exception {
    isProblem(http.send("GET /" + "x".repeat(20_000), "", ""), 414, "uri-too-long");
  }

  @Test
  void refusesALargeBody() throws Exception {
    isProblem(http.send("POST /samples", JSON, " ".repeat(100_000)), 413, "content-too-large");
  }

  @Test
  void refusesAnEndlessBody() throws Exception {
    Response response =
        http.exchange(server -> {
          startChunked(server);
          String chunk = "400\r\n" + " ".repeat(1024) + "\r\n";
          for (int i = 0; i < 1000; i++) server.write(chunk.getBytes(ISO_8859_1));
        });

    isProblem(response, 413, "content-too-large");
  }

  @Test
  void refusesADrippingBody() throws Exception {
    Response response =
        http.exchange(server -> {
          startChunked(server);
          for (int i = 0; i < 30; i++) {
            server.write("1\r\n \r\n".getBytes(ISO_8859_1));
            server.flush();
            Thread.sleep(200);
          }
        });

    isProblem(response, 408, "request-timeout");
    assertThat(response.json().get("detail").asString())
        .isEqualTo("A body has 2 seconds to arrive.");
  }

  /** It has not had the time that a whole body has. */
  @Test
  void refusesABodyThatStops() throws Exception {
    Response response =
        http.send("POST /samples HTTP/1.1\r\nHost: a\r\n" + JSON + "Content-Length: 50\r\n\r\n{");

    isProblem(response, 408, "request-timeout");
    assertThat(response.body()).doesNotContain("2 seconds");
  }

  @Test
  void refusesATruncatedBody() throws Exception {
    try (Socket socket = new Socket("localhost", port)) {
      String head = "POST /samples HTTP/1.1\r\nHost: a\r\n" + JSON + "Content-Length: 50\r\n\r\n{";
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      socket.shutdownOutput();

      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

      assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/samples, post, true",
    "/samples, get, true",
    "/samples/{id}, get, true",
    "/samples/numbered, get, true",
    "/samples/away, get, false"
  })
  void documentsThatWhatItReadsMayBeMalformed(String path, String method, boolean reads)
      throws Exception {
    JsonNode operation =
        http.send("GET /v3/api-docs", "", "").json().get("paths").get(path).get(method);

    assertThat(operation.get("responses").has("400")).isEqualTo(reads);
  }

  @Test
  void documentsWhatOnlyAChangedPriceSays() throws Exception {
    JsonNode api = http.send("GET /v3/api-docs", "", "").json();

    assertThat(api.at("/components/schemas/Problem/properties/total/properties").propertyNames())
        .containsExactly("amount", "currency");
  }

  private static void startChunked(OutputStream server) throws IOException {
    String head = "POST /samples HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n";
    server.write((head + JSON + "\r\n").getBytes(ISO_8859_1));
  }

  private static String chunk(String content) {
    return Integer.toHexString(content.length()) + "\r\n" + content + "\r\n";
  }

  private static void drip(OutputStream server, String text, int millis)
      throws IOException, InterruptedException {
    for (byte b : text.getBytes(ISO_8859_1)) {
      server.write(b);
      server.flush();
      Thread.sleep(millis);
    }
  }

  private static void isProblem(Response response, int status, String type) {
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.type()).isEqualTo("application/problem+json");
    assertThat(response.json().get("type").asString())
        .isEqualTo("https://orderflow.dev/problems/" + type);
    assertThat(response.json().get("status").asInt()).isEqualTo(status);
    assertThat(response.body()).doesNotContain("Exception", "secret", "at dev.", "Tomcat");
  }
}
