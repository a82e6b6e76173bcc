package dev.orderflow.localstack.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every executed call, in one append-only file. The file is the ledger; memory only knows where in
 * it a line is, so that millions of payments fit in a small heap.
 */
final class Ledger implements AutoCloseable {

  private static final Duration FORCE_INTERVAL = Duration.ofMillis(50);

  private final FileChannel file;
  private final HashIndex byKey = new HashIndex();
  private final HashIndex byOrder = new HashIndex();
  private long[] ends = new long[1024]; // of each line, in bytes from the file's start
  private int[] latest = new int[1024]; // line of each payment intent
  private int lines;
  private int intents = 1;
  private volatile long written;

  private Ledger(FileChannel file) {
    this.file = file;
  }

  /** Reads the file back; a line that a crash cut short was never answered and is dropped. */
  static Ledger open(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Ledger ledger = new Ledger(FileChannel.open(path, READ, WRITE, CREATE));
    ledger.load();
    Thread.ofVirtual().name("ledger-force").start(ledger::forceNowAndThen);
    return ledger;
  }

  int size() {
    return lines;
  }

  synchronized int newIntent() {
    return intents++;
  }

  /** The line survives the end of this process at once, that of the machine a moment later. */
  synchronized void append(Entry entry) throws IOException {
    ByteBuffer line = UTF_8.encode(entry.toLine());
    makeRoom(entry.intent());
    long end = written + line.remaining();
    for (long at = written; line.hasRemaining(); ) at += file.write(line, at);
    index(entry, end);
  }

  Entry line(int number) {
    try {
      return Entry.parse(read(number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The line that the key was used for, or null. */
  synchronized @Nullable Entry withKey(String key) {
    int found = byKey.find(HashIndex.hash(key), n -> line(n).key().equals(key));
    return found < 0 ? null : line(found);
  }

  /** The number of the payment intent's last line, or -1. */
  synchronized int latest(int intent) {
    return intent > 0 && intent < intents ? latest[intent] - 1 : -1;
  }

  /** The payment intents that an order has led to, the first one first. */
  synchronized List<Integer> intentsOf(String order) {
    List<Integer> found = new ArrayList<>();
    byOrder.find(
        HashIndex.hash(order),
        n -> {
          Entry entry = line(n);
          if (entry.order().equals(order)) found.add(entry.intent());
          return false;
        });
    Collections.sort(found);
    return found;
  }

  /** All lines of an order's payment intents, by time. */
  List<Entry> linesOf(String order) {
    TreeMap<Integer, Entry> found = new TreeMap<>();
    for (int intent : intentsOf(order)) {
      for (int n = latest(intent); n >= 0; ) {
        Entry line = line(n);
        found.put(n, line);
        n = line.previous();
      }
    }
    return List.copyOf(found.values());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  // One fsync for all lines since the last one: one per call would be most of the call's cost.
  private void forceNowAndThen() {
    long forced = 0;
    while (file.isOpen()) {
      try {
        Thread.sleep(FORCE_INTERVAL);
        long reached = written;
        if (reached > forced) file.force(false);
        forced = reached;
      } catch (InterruptedException | IOException _) {
        // Closed meanwhile, or the disk will say so to the next call as well.
      }
    }
  }

  // Before the line is written: where memory ends, the call has not happened, and no key is lost.
  private void makeRoom(int intent) {
    if (lines == ends.length) ends = Arrays.copyOf(ends, lines * 2);
    if (intent >= latest.length)
      latest = Arrays.copyOf(latest, Math.max(intent, latest.length) * 2);
    byKey.makeRoom();
    byOrder.makeRoom();
  }

  private void index(Entry entry, long end) {
    makeRoom(entry.intent());
    int number = lines++;
    ends[number] = end;
    written = end;
    if (!entry.key().isEmpty()) byKey.put(HashIndex.hash(entry.key()), number);
    if (entry.intent() > 0) indexIntent(entry, number);
  }

  private void indexIntent(Entry entry, int number) {
    int intent = entry.intent();
    if (latest[intent] == 0) byOrder.put(HashIndex.hash(entry.order()), number);
    latest[intent] = number + 1;
    intents = Math.max(intents, intent + 1);
  }

  private String read(int number) throws IOException {
    long start;
    long end;
    synchronized (this) {
      start = number == 0 ? 0 : ends[number - 1];
      end = ends[number];
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) (end - start));
    while (bytes.hasRemaining() && file.read(bytes, start + bytes.position()) >= 0) {}
    return new String(bytes.array(), UTF_8);
  }

  private void load() throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(file), 1 << 20);
    var line = new ByteArrayOutputStream(256);
    long position = 0;
    for (int next; (next = in.read()) >= 0; ) {
      position++;
      line.write(next);
      if (next != '\n') continue;
      index(Entry.parse(line.toString(UTF_8)), position);
      line.reset();
    }
    file.truncate(written);
  }
}
