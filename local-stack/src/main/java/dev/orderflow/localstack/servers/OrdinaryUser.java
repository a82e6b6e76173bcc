package dev.orderflow.localstack.servers;

import dev.orderflow.localstack.Checkout;
import dev.orderflow.localstack.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** PostgreSQL refuses to run as root; these are the ways to be somebody else. */
enum OrdinaryUser {
  ALREADY(OptionalInt.empty(), List.of()),

  /** In a user namespace of its own, root is nobody special; files still are root's. */
  IN_USER_NAMESPACE(OptionalInt.of(0), List.of("unshare", "--user")),

  /**
   * Where a container forbids namespaces, root can still become nobody, who must be let at the
   * files.
   */
  NOBODY(
      OptionalInt.of(65_534),
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")),

  IMPOSSIBLE(OptionalInt.empty(), List.of());

  @SuppressWarnings("ImmutableEnumChecker") // As List.of makes it.
  private final List<String> prefix;

  private final OptionalInt owner;

  OrdinaryUser(OptionalInt owner, List<String> prefix) {
    this.owner = owner;
    this.prefix = prefix;
  }

  static OrdinaryUser onThisMachine() {
    return Found.HERE;
  }

  /** Why there is no way, in a sentence. */
  Optional<String> obstacle() {
    return this == IMPOSSIBLE
        ? Optional.of(
            "PostgreSQL does not run as root, and nobody else may read this folder: run as an"
                + " ordinary user.")
        : Optional.empty();
  }

  /** The command as this user runs it, with the same pid. */
  List<String> running(String... command) {
    return Stream.concat(prefix.stream(), Stream.of(command)).toList();
  }

  /** Lets this user write into the folder and all that is in it, whoever it was before. */
  void own(Path folder) {
    if (owner.isPresent() && owner.getAsInt() != ownerOf(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.toList()) {
          Files.setAttribute(file, "unix:uid", owner.getAsInt(), LinkOption.NOFOLLOW_LINKS);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static int ownerOf(Path folder) {
    try {
      return (int) Files.getAttribute(folder, "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Found {
    static final OrdinaryUser HERE = find();

    private static OrdinaryUser find() {
      if (!"root".equals(System.getProperty("user.name"))) {
        return ALREADY;
      }
      String anyFile = Checkout.root().resolve("pom.xml").toString();
      return Stream.of(IN_USER_NAMESPACE, NOBODY)
          .filter(user -> Command.succeeds(user.running("test", "-r", anyFile)))
          .findFirst()
          .orElse(IMPOSSIBLE);
    }
  }
}
