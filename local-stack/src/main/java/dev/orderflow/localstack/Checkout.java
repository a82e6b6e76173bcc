package dev.orderflow.localstack;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where things lie in a clone of this repository, from whichever of its folders the JVM was
 * started.
 */
public final class Checkout {

  private static final Path ROOT = findRoot();

  private Checkout() {}

  public static Path root() {
    return ROOT;
  }

  /**
   * Unpacked binaries and start-up caches: can be deleted at any time, is built again when missing.
   */
  public static Path cache() {
    return ROOT.resolve(".orderflow/cache");
  }

  /**
   * The jars of Kafka's broker and all else that this module runs on, as the build has put them
   * there.
   */
  public static Path libraries() {
    return ROOT.resolve("local-stack/target/lib");
  }

  private static Path findRoot() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("local-stack/pom.xml"))) {
        return folder;
      }
    }
    throw new IllegalStateException(start + " is not inside a clone of Orderflow");
  }
}
