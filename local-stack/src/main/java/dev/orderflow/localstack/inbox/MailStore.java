package dev.orderflow.localstack.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The newest mails: sources in files, the rest in memory. When there are too many, the oldest file
 * goes.
 */
final class MailStore implements AutoCloseable {

  private static final int FILES = 8;
  private static final String PREFIX = "mails-";

  private final Path directory;
  private final int keptMails;
  private final Deque<MailFile> files = new ArrayDeque<>();
  private final Clock clock = Clock.systemUTC();

  private MailStore(Path directory, int keptMails) {
    this.directory = directory;
    this.keptMails = keptMails;
  }

  static MailStore open(Path directory, int keptMails) {
    var store = new MailStore(directory, keptMails);
    try {
      store.openFiles();
      return store;
    } catch (IOException e) {
      store.close();
      throw new UncheckedIOException(e);
    }
  }

  synchronized void add(byte[] source, String sender, List<String> recipients) throws IOException {
    makeRoom();
    var received = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var file = files.getLast();
    file.append(Mail.read(file.nextNumber(), received, source, sender, recipients), source);
  }

  synchronized int count() {
    return files.stream().mapToInt(file -> file.mails().size()).sum();
  }

  /** As of now, and no longer changing. */
  synchronized List<Mail> newestFirst() {
    var all = new ArrayList<Mail>(count());
    files.forEach(file -> all.addAll(file.mails()));
    return all.reversed();
  }

  synchronized Optional<Mail> find(long number) {
    return fileOf(number).map(file -> file.mails().get((int) (number - file.firstNumber())));
  }

  /** Empty when the mail has been deleted meanwhile. */
  Optional<byte[]> source(Mail mail) {
    try {
      var place = placeOf(mail);
      return place.isEmpty()
          ? Optional.empty()
          : Optional.of(place.get().file().source(mail, place.get().position()));
    } catch (ClosedChannelException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void clear() {
    try {
      addFile(files.getLast().nextNumber());
      while (files.size() > 1) {
        files.removeFirst().delete();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    for (var file : files) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record Place(MailFile file, long position) {}

  private synchronized Optional<Place> placeOf(Mail mail) {
    return fileOf(mail.number()).map(file -> new Place(file, file.positionOf(mail)));
  }

  private Optional<MailFile> fileOf(long number) {
    return files.stream()
        .filter(file -> file.firstNumber() <= number && number < file.nextNumber())
        .findFirst();
  }

  private void makeRoom() throws IOException {
    var last = files.getLast();
    if (last.mails().size() >= Math.max(1, keptMails / FILES)) {
      addFile(last.nextNumber());
    }
    while (files.size() > FILES) {
      files.removeFirst().delete();
    }
  }

  private void openFiles() throws IOException {
    Files.createDirectories(directory);
    try (var paths = Files.list(directory)) {
      for (var path : paths.filter(MailStore::holdsMails).sorted().toList()) {
        files.add(MailFile.open(path, numberIn(path)));
      }
    }
    if (files.isEmpty()) {
      addFile(1);
    }
  }

  private void addFile(long firstNumber) throws IOException {
    var name = String.format(Locale.ROOT, "%s%012d", PREFIX, firstNumber);
    files.add(MailFile.open(directory.resolve(name), firstNumber));
  }

  private static boolean holdsMails(Path path) {
    return path.getFileName().toString().matches(PREFIX + "\\d{12}");
  }

  private static long numberIn(Path path) {
    return Long.parseLong(path.getFileName().toString().substring(PREFIX.length()));
  }
}
