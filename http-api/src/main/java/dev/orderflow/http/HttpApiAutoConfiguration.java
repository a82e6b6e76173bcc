package dev.orderflow.http;

import dev.orderflow.events.value.Money;
import dev.orderflow.http.diagnosis.DiagnosisController;
import dev.orderflow.http.json.StrictJson;
import dev.orderflow.http.json.WholeJson;
import dev.orderflow.http.limits.MemoryBudget;
import dev.orderflow.http.limits.RequestBodyFilter;
import dev.orderflow.http.openapi.MoneyInOpenApi;
import dev.orderflow.http.openapi.NullabilityInOpenApi;
import dev.orderflow.http.page.Cursor;
import dev.orderflow.http.parked.ManyParkedEventsController;
import dev.orderflow.http.parked.ParkedEventsController;
import dev.orderflow.http.problem.ContainerProblems;
import dev.orderflow.http.problem.ProblemConfiguration;
import dev.orderflow.http.reconciliation.ReconciliationConfiguration;
import dev.orderflow.messaging.MessagingAutoConfiguration;
import java.time.Duration;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.FormatterRegistry;
import org.springframework.validation.Validator;
import org.springframework.web.bind.support.ConfigurableWebBindingInitializer;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Switches all of this module on; the properties beside it are defaults of Spring's settings. */
@AutoConfiguration(
    before = {WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class},
    after = MessagingAutoConfiguration.class)
@EnableConfigurationProperties(HttpSettings.class)
@PropertySource("classpath:/dev/orderflow/http/defaults.properties")
@Import({
  NullabilityInOpenApi.class,
  ProblemConfiguration.class,
  ReconciliationConfiguration.class,
  ParkedEventsController.class,
  ManyParkedEventsController.class,
  DiagnosisController.class
})
public class HttpApiAutoConfiguration {

  /** After the tracing of the request, before everything that could read its body. */
  private static final int AFTER_OBSERVATION = Ordered.HIGHEST_PRECEDENCE + 10;

  /**
   * All bodies may have an eighth of the heap, and all answers as much: connections, what becomes
   * of bodies, and what answers are made of want more.
   */
  private static final int PARTS_OF_MEMORY = 8;

  /** Bytes, the empty line that ends every body among them. */
  private static final int MAX_TRAILER = 16;

  /**
   * How long Tomcat sleeps while nothing comes. So much later than by its time-outs a connection is
   * closed whose client has stopped before the end of its headers, or between two requests; bodies
   * have a time of their own.
   */
  private static final Duration POLLER_AT_REST = Duration.ofSeconds(5);

  static {
    // It comes from the log-in, not from a parameter.
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    SpringDocUtils.getConfig().replaceWithSchema(Money.class, MoneyInOpenApi.schema());
  }

  @Bean
  StrictJson strictJson() {
    return new StrictJson();
  }

  @Bean
  ServerHttpMessageConvertersCustomizer wholeJson(JsonMapper mapper) {
    var budget = new MemoryBudget(partOfMemory(), "Too many answers are on their way.");
    return converters -> converters.withJsonConverter(new WholeJson(mapper, budget));
  }

  @Bean
  FilterRegistrationBean<RequestBodyFilter> requestBodyFilter(HttpSettings settings) {
    int maxBytes = (int) settings.maxBody().toBytes();
    int maxBytesOfAll = Math.max(maxBytes, partOfMemory());
    var filter = new RequestBodyFilter(maxBytes, maxBytesOfAll, settings.bodyTimeout());
    var registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(AFTER_OBSERVATION);
    return registration;
  }

  private static int partOfMemory() {
    return Math.toIntExact(
        Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / PARTS_OF_MEMORY));
  }

  /** After the body is here: a client that is still sending would lose the answer. */
  @Bean
  FilterRegistrationBean<RequestHeadFilter> requestHeadFilter() {
    var registration = new FilterRegistrationBean<>(new RequestHeadFilter());
    registration.setOrder(AFTER_OBSERVATION + 1);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerProblems() {
    return factory ->
        factory.addContextCustomizers(context -> {
          if (context.getParent() instanceof StandardHost host) {
            host.setErrorReportValveClass(ContainerProblems.class.getName());
          }
        });
  }

  /** Tomcat reads chunk extensions and trailers, of which nothing is used, within a single read. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> plainChunks() {
    return factory ->
        factory.addConnectorCustomizers(connector -> {
          if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setMaxExtensionSize(0);
            http.setMaxTrailerSize(MAX_TRAILER);
          }
        });
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> quietPoller() {
    return factory ->
        factory.addConnectorCustomizers(connector -> {
          if (connector.getProtocolHandler() instanceof Http11NioProtocol http) {
            http.setSelectorTimeout(POLLER_AT_REST.toMillis());
          }
        });
  }

  // Taken by Spring Boot instead of its own, which has the same conversions and validator.
  @Bean
  ConfigurableWebBindingInitializer webBinding(
      @Qualifier("mvcConversionService") ConversionService conversions,
      @Qualifier("mvcValidator") Validator validator) {
    var binding = new ConfigurableWebBindingInitializer();
    binding.setConversionService(conversions);
    binding.setValidator(validator);
    binding.setPropertyEditorRegistrar(new StrictValues());
    return binding;
  }

  @Bean
  WebMvcConfigurer httpApi() {
    return new WebMvcConfigurer() {
      @Override
      public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.strategies(List.of(new AcceptedTypes()));
      }

      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new StrictParameters());
      }

      @Override
      public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, Cursor.class, Cursor::parse);
      }

      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgument());
      }
    };
  }
}
