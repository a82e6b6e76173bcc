package dev.orderflow.localstack.inbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run of mails in one append-only file: for each mail two lengths, the {@link Mail} as JSON, and
 * the source. A last record that a kill cut off was never answered with 250 and is cut away when
 * the file is opened.
 */
final class MailFile implements AutoCloseable {

  private static final int LENGTHS = 2 * Integer.BYTES;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path path;
  private final long firstNumber;
  private final FileChannel channel;
  private final List<Mail> mails = new ArrayList<>();
  private final List<Long> sources = new ArrayList<>();
  private long end;

  private MailFile(Path path, long firstNumber, FileChannel channel) {
    this.path = path;
    this.firstNumber = firstNumber;
    this.channel = channel;
  }

  static MailFile open(Path path, long firstNumber) throws IOException {
    var channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var file = new MailFile(path, firstNumber, channel);
    file.readIndex();
    return file;
  }

  long firstNumber() {
    return firstNumber;
  }

  long nextNumber() {
    return firstNumber + mails.size();
  }

  /** Oldest first. */
  List<Mail> mails() {
    return mails;
  }

  void append(Mail mail, byte[] source) throws IOException {
    var summary = JSON.writeValueAsBytes(mail);
    var entry = ByteBuffer.allocate(LENGTHS + summary.length + source.length);
    entry.putInt(summary.length).putInt(source.length).put(summary).put(source).flip();
    writeAt(end, entry);
    remember(mail, end + LENGTHS + summary.length);
  }

  /** May be called beside {@link #append}. */
  byte[] source(Mail mail, long position) throws IOException {
    return readAt(position, mail.size()).array();
  }

  long positionOf(Mail mail) {
    return sources.get((int) (mail.number() - firstNumber));
  }

  void delete() throws IOException {
    channel.close();
    Files.delete(path);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void readIndex() throws IOException {
    var size = channel.size();
    while (end + LENGTHS <= size) {
      var lengths = readAt(end, LENGTHS);
      var summaryLength = lengths.getInt();
      var source = end + LENGTHS + summaryLength;
      if (source + lengths.getInt() > size) {
        break;
      }
      remember(JSON.readValue(readAt(end + LENGTHS, summaryLength).array(), Mail.class), source);
    }
    channel.truncate(end);
  }

  private void remember(Mail mail, long source) {
    mails.add(mail);
    sources.add(source);
    end = source + mail.size();
  }

  private void writeAt(long position, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }

  private ByteBuffer readAt(long position, int length) throws IOException {
    var bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new IOException("The mail file ends early: " + path.getFileName());
      }
    }
    return bytes.flip();
  }
}
