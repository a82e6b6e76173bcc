package dev.orderflow.payment.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.Stripe;
import com.stripe.exception.ApiConnectionException;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How Stripe's client reaches the network. Its own way keeps five connections alive where hundreds
 * of calls run at a time, repeats a POST behind our back, bounds the wait for each packet instead
 * of the whole answer, and describes the machine in each request.
 */
final class StripeHttp extends com.stripe.net.HttpClient {

  private static final String USER_AGENT = "Stripe/v1 JavaBindings/" + Stripe.VERSION;

  private final HttpClient http;

  StripeHttp(Duration connectTimeout) {
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  @Override
  public StripeResponse request(StripeRequest request) throws ApiConnectionException {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(httpRequest(request), BodyHandlers.ofByteArray());
    try {
      int timeout = request.options().getReadTimeout();
      return response(exchange.get(timeout, TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw new ApiConnectionException("no answer", e.getCause());
    } catch (TimeoutException e) {
      throw new ApiConnectionException("no answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiConnectionException("interrupted", e);
    } finally {
      // Closes the connection of a call that nobody waits for any more.
      exchange.cancel(true);
    }
  }

  private static HttpRequest httpRequest(StripeRequest request) {
    HttpRequest.Builder http =
        HttpRequest.newBuilder(URI.create(request.url().toString()))
            .header("User-Agent", USER_AGENT);
    request.headers().map().forEach((name, values) -> http.header(name, String.join(",", values)));
    if (request.method() != RequestMethod.POST) return http.GET().build();
    return http.header("Content-Type", request.content().contentType())
        .POST(BodyPublishers.ofByteArray(request.content().byteArrayContent()))
        .build();
  }

  private static StripeResponse response(HttpResponse<byte[]> response) {
    HttpHeaders headers = HttpHeaders.of(response.headers().map());
    return new StripeResponse(response.statusCode(), headers, new String(response.body(), UTF_8));
  }
}
