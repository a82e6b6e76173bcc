package dev.orderflow.notification.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Text as quoted-printable UTF-8 (RFC 2045 §6.7): readable in the source of a mail, safe on any
 * way.
 */
final class QuotedPrintable {

  private static final int LONGEST_LINE = 76;
  private static final String HEX = "0123456789ABCDEF";

  private final byte[] encoded;
  private int length;
  private int column;

  private QuotedPrintable(int octets) {
    // Three for each octet, and the line breaks between them.
    encoded = new byte[4 * octets];
  }

  /** Line breaks, of whatever kind, become CR LF; there is none at the end. */
  static byte[] encode(String text) {
    byte[] octets = String.join("\n", text.lines().toList()).getBytes(UTF_8);
    QuotedPrintable encoder = new QuotedPrintable(octets.length);
    for (int index = 0; index < octets.length; index++) {
      boolean lastOfLine = index + 1 == octets.length || octets[index + 1] == '\n';
      encoder.append(octets[index], lastOfLine);
    }
    return Arrays.copyOf(encoder.encoded, encoder.length);
  }

  private void append(byte octet, boolean lastOfLine) {
    // Blanks at the end of a line get lost on the way.
    boolean blank = (octet == ' ' || octet == '\t') && !lastOfLine;
    boolean printable = octet > ' ' && octet < 0x7f && octet != '=';
    if (octet == '\n') {
      breakLine();
    } else if (printable || blank) {
      makeRoomFor(1);
      write(octet);
    } else {
      makeRoomFor(3);
      write('=');
      write(HEX.charAt((octet & 0xff) >> 4));
      write(HEX.charAt(octet & 0xf));
    }
  }

  // A line keeps its last column for the sign that it goes on.
  private void makeRoomFor(int width) {
    if (column + width >= LONGEST_LINE) {
      write('=');
      breakLine();
    }
    column += width;
  }

  private void breakLine() {
    write('\r');
    write('\n');
    column = 0;
  }

  private void write(int octet) {
    encoded[length++] = (byte) octet;
  }
}
