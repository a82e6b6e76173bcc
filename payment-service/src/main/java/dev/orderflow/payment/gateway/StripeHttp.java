package dev.orderflow.payment.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.stripe.Stripe;
import com.stripe.exception.ApiConnectionException;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.HttpContent;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentTooLongException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * How Stripe's client reaches the network. Its own way keeps five connections alive where hundreds
 * of calls run at a time, repeats a POST behind our back, bounds the wait for each packet instead
 * of the whole answer, and describes the machine in each request.
 */
final class StripeHttp extends com.stripe.net.HttpClient implements AutoCloseable {

  private static final String USER_AGENT = "Stripe/v1 JavaBindings/" + Stripe.VERSION;

  /** A connection that the other side has closed meanwhile would cost its call a whole retry. */
  private static final TimeValue TRUSTED_FOR = TimeValue.ofSeconds(1);

  /** In bytes, ten times what a search finds. One without end would be the end of the process. */
  private static final int LARGEST_ANSWER = 1024 * 1024;

  private final CloseableHttpClient http;
  private final ScheduledThreadPoolExecutor deadlines;

  /**
   * @param mostCalls at a time; those beyond wait for a connection until their time-out
   * @param idle an unused connection is closed after this, or a third more
   */
  StripeHttp(Duration connectTimeout, int mostCalls, Duration idle) {
    var connections = connections(connectTimeout, mostCalls);
    http =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setProxySelector(ProxySelector.getDefault())
            .setUserAgent(USER_AGENT)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
    deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("stripe-deadlines").factory());
    // Else each call would be kept until its deadline.
    deadlines.setRemoveOnCancelPolicy(true);
    TimeValue unused = TimeValue.of(idle);
    long period = idle.toMillis() / 3;
    var _ =
        deadlines.scheduleWithFixedDelay(
            () -> connections.closeIdle(unused), period, period, TimeUnit.MILLISECONDS);
  }

  private static PoolingHttpClientConnectionManager connections(
      Duration connectTimeout, int mostCalls) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(mostCalls)
        .setMaxConnPerRoute(mostCalls)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(connectTimeout))
                .setValidateAfterInactivity(TRUSTED_FOR)
                .build())
        .build();
  }

  @Override
  public StripeResponse request(StripeRequest request) throws ApiConnectionException {
    int timeout = request.options().getReadTimeout();
    HttpUriRequestBase exchange = exchange(request, Timeout.ofMilliseconds(timeout));
    // Closes the connection of a call that takes too long, whatever it waits for and however
    // steadily it drips. A time-out of each read would set and stop a timer of the virtual
    // threads'.
    Future<?> deadline = deadlines.schedule(exchange::cancel, timeout, TimeUnit.MILLISECONDS);
    try {
      return http.execute(exchange, StripeHttp::response);
    } catch (IOException e) {
      // Operators read the cause's name: a connection that we closed ourselves is no fault of it.
      throw exchange.isCancelled()
          ? new ApiConnectionException("no answer in time", new TimeoutException())
          : new ApiConnectionException("no answer", e);
    } finally {
      deadline.cancel(false);
    }
  }

  /** Cuts running calls off. */
  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
    deadlines.shutdownNow();
  }

  private static HttpUriRequestBase exchange(StripeRequest request, Timeout timeout) {
    HttpUriRequestBase exchange =
        new HttpUriRequestBase(request.method().name(), URI.create(request.url().toString()));
    exchange.setConfig(RequestConfig.custom().setConnectionRequestTimeout(timeout).build());
    request
        .headers()
        .map()
        .forEach((name, values) -> exchange.setHeader(name, String.join(",", values)));
    if (request.method() == RequestMethod.POST) exchange.setEntity(body(request.content()));
    return exchange;
  }

  private static ByteArrayEntity body(HttpContent content) {
    return new ByteArrayEntity(
        content.byteArrayContent(), ContentType.parse(content.contentType()));
  }

  private static StripeResponse response(ClassicHttpResponse response)
      throws IOException, ParseException {
    Map<String, List<String>> headers =
        Stream.of(response.getHeaders())
            .collect(groupingBy(Header::getName, mapping(Header::getValue, toList())));
    HttpEntity entity = response.getEntity();
    byte[] body = entity == null ? new byte[0] : body(entity);
    return new StripeResponse(response.getCode(), HttpHeaders.of(headers), new String(body, UTF_8));
  }

  private static byte[] body(HttpEntity entity) throws IOException {
    byte[] body = EntityUtils.toByteArray(entity, LARGEST_ANSWER + 1);
    if (body.length > LARGEST_ANSWER)
      throw new ContentTooLongException("more than " + LARGEST_ANSWER);
    return body;
  }
}
