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

  private final byte[] octets;
  private final byte[] encoded;
  private int index;
  private int length;
  private int column;

  private QuotedPrintable(byte[] octets) {
    this.octets = octets;
    // Three for each octet, and the line breaks between them.
    encoded = new byte[4 * octets.length];
  }

  /** Line breaks, of whatever kind, become CR LF; there is none at the end. */
  static byte[] encode(String text) {
    byte[] octets = String.join("\n", text.lines().toList()).getBytes(UTF_8);
    QuotedPrintable encoder = new QuotedPrintable(octets);
    while (encoder.index < octets.length) {
      if (!encoder.writePlain()) encoder.writeNext();
    }
    return Arrays.copyOf(encoder.encoded, encoder.length);
  }

  // Most octets stand for themselves: as many of them as the line has room for, at once.
  private boolean writePlain() {
    int most = Math.min(octets.length, index + LONGEST_LINE - 1 - column);
    int end = index;
    while (end < most && isPlain(end)) end++;
    int run = end - index;
    System.arraycopy(octets, index, encoded, length, run);
    length += run;
    column += run;
    index = end;
    return run > 0;
  }

  private void writeNext() {
    byte octet = octets[index];
    if (octet == '\n') {
      breakLine();
    } else if (isPlain(index)) {
      makeRoomFor(1);
      write(octet);
    } else {
      makeRoomFor(3);
      write('=');
      write(HEX.charAt((octet & 0xff) >> 4));
      write(HEX.charAt(octet & 0xf));
    }
    index++;
  }

  // Blanks at the end of a line get lost on the way.
  private boolean isPlain(int at) {
    byte octet = octets[at];
    if (octet == ' ' || octet == '\t') return at + 1 < octets.length && octets[at + 1] != '\n';
    return octet > ' ' && octet < 0x7f && octet != '=';
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
