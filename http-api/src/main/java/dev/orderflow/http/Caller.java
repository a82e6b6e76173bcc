package dev.orderflow.http;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the request. Controllers take it as a parameter and know nothing else of log-in.
 *
 * @param name stable and unique: what a caller owns is kept under it
 */
public record Caller(String name) {

  /** What a name may look like: it is written to records and logs. */
  public static final String NAME = "[\\x21-\\x7e]([\\x20-\\x7e]{0,98}[\\x21-\\x7e])?";

  /** Everybody, as long as nobody logs in. */
  public static final Caller ANONYMOUS = new Caller("anonymous");

  static Caller of(HttpServletRequest request) {
    @Nullable Principal principal = request.getUserPrincipal();
    return principal == null ? ANONYMOUS : new Caller(principal.getName());
  }

  /** For the record of who did it: whom a caller that is not logged in claims to be. */
  public Caller or(@Nullable String claimed) {
    return equals(ANONYMOUS) && claimed != null ? new Caller(claimed) : this;
  }
}
