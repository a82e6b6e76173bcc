package dev.orderflow.http;

import dev.orderflow.http.page.Cursor;
import dev.orderflow.messaging.MessagingAutoConfiguration;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication(
    exclude = {MessagingAutoConfiguration.class, DataSourceAutoConfiguration.class})
class SampleApplication {

  record Sample(
      String name,
      int count,
      Long size,
      Boolean isNew,
      TimeUnit unit,
      Instant at,
      List<String> tags,
      UUID id) {}

  /** Fails when most of it has been written. */
  record Half(String begin) {

    public String getEnd() {
      if (!begin.isEmpty()) throw new IllegalStateException("secret");
      return begin;
    }
  }

  /** Fails where no controller's advice hears of it. */
  @Component
  static class BrokenFilter extends HttpFilter {

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      if (request.getRequestURI().endsWith("/filtered")) throw new IllegalStateException("secret");
      chain.doFilter(request, response);
    }
  }

  @RestController
  @RequestMapping(path = "/samples", produces = "application/json")
  static class SampleController {

    @PostMapping(consumes = "application/json")
    Sample post(@RequestBody Sample sample) {
      return sample;
    }

    @GetMapping("/{id}")
    UUID get(@PathVariable UUID id) {
      return id;
    }

    @GetMapping
    String list(
        @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
        @RequestParam(required = false) Cursor cursor,
        @RequestParam(required = false) TimeUnit unit) {
      return "[]";
    }

    @GetMapping("/numbered/{number}")
    long numbered(@PathVariable long number) {
      return number;
    }

    @GetMapping("/numbered")
    String perhapsNumbered(@RequestParam(required = false) Long number) {
      return "[]";
    }

    @GetMapping("/away")
    String away() {
      throw new IllegalStateException(new SQLException("the server is shutting down", "57P01"));
    }

    @GetMapping("/closed")
    String closed() {
      throw new IllegalStateException(new SQLException("Connection is closed"));
    }

    @GetMapping("/incomplete")
    String incomplete() {
      throw new NoClassDefFoundError("dev/orderflow/Missing");
    }

    @GetMapping("/half")
    Half half() {
      return new Half("x".repeat(100_000));
    }

    @GetMapping("/broken")
    String broken() {
      throw new IllegalStateException("secret");
    }
  }
}
