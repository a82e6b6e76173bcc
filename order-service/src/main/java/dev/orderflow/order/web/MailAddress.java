package dev.orderflow.order.web;

import java.util.regex.Pattern;

/**
 * The form of exactly one mail address (RFC 5321, dot-atom at a domain name, in ASCII): no display
 * name, no list, nothing that could begin another header. Whether it exists only a mail can tell.
 */
final class MailAddress {

  private static final int MAX_LENGTH = 254;
  private static final int MAX_LOCAL_PART = 64;

  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

  private static final Pattern FORM =
      Pattern.compile(ATOM + "(\\." + ATOM + ")*@(" + LABEL + "\\.)+" + LABEL);

  private MailAddress() {}

  static boolean isOne(String text) {
    return text.length() <= MAX_LENGTH
        && text.indexOf('@') <= MAX_LOCAL_PART
        && FORM.matcher(text).matches();
  }
}
