package dev.orderflow.localstack.inbox;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads what an SMTP client sends: command lines, and mails up to the dot that ends them. */
final class SmtpLines {

  private static final int MAX_COMMAND = 2_000;
  private static final int BUFFER = 16_384;

  private final InputStream input;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;

  SmtpLines(InputStream input) {
    this.input = input;
  }

  /** Without its line end. */
  String command() throws IOException {
    var line = new ByteArrayOutputStream(64);
    while (!copyLine(line)) {
      if (line.size() > MAX_COMMAND) {
        throw new IOException("A command line is too long");
      }
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  /**
   * Only a dot alone between two CR LF ends a mail: a lax reader would let a sender smuggle a
   * second one in.
   *
   * @return the mail with its dots unstuffed; empty when it was longer than {@code max}, read to
   *     its end all the same
   */
  byte[] mail(int max) throws IOException {
    var mail = new ByteArrayOutputStream(8_192);
    var line = new ByteArrayOutputStream(128);
    var tooLong = false;
    var afterLineEnd = true;
    while (true) {
      line.reset();
      var ended = copyLine(line);
      var bytes = line.toByteArray();
      var stuffed = afterLineEnd && bytes.length > 0 && bytes[0] == '.';
      if (stuffed && bytes.length == 3 && bytes[1] == '\r' && bytes[2] == '\n') {
        return tooLong ? new byte[0] : mail.toByteArray();
      }
      tooLong = tooLong || mail.size() + bytes.length > max;
      if (!tooLong) {
        mail.write(bytes, stuffed ? 1 : 0, bytes.length - (stuffed ? 1 : 0));
      }
      afterLineEnd = ended && bytes.length > 1 && bytes[bytes.length - 2] == '\r';
    }
  }

  /** True when the line has ended, false when there is more of it than the buffer held. */
  private boolean copyLine(ByteArrayOutputStream line) throws IOException {
    if (position == limit) {
      fill();
    }
    var from = position;
    while (position < limit) {
      if (buffer[position++] == '\n') {
        line.write(buffer, from, position - from);
        return true;
      }
    }
    line.write(buffer, from, position - from);
    return false;
  }

  private void fill() throws IOException {
    position = 0;
    limit = input.read(buffer);
    if (limit < 0) {
      limit = 0;
      throw new EOFException();
    }
  }
}
