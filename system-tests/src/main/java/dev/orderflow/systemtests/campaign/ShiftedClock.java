package dev.orderflow.systemtests.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A JVM whose {@code java.time} is wrong: Java has no setting for that, so it gets a {@code
 * java.time.Clock} that was changed. What reads {@link System#currentTimeMillis} itself, as some
 * libraries do to measure time, still has the right one.
 */
final class ShiftedClock {

  private static final ClassDesc INSTANT = ClassDesc.of("java.time.Instant");

  private ShiftedClock() {}

  /**
   * @param folder to be filled with the changed classes
   * @return the flag for the JVM
   */
  static String by(Duration shift, Path folder) {
    change(
        "Clock",
        "currentInstant",
        folder,
        code ->
            code.loadConstant(shift.toSeconds())
                .invokevirtual(
                    INSTANT, "plusSeconds", MethodTypeDesc.of(INSTANT, ConstantDescs.CD_long)));
    change(
        "Clock$SystemClock", "millis", folder, code -> code.loadConstant(shift.toMillis()).ladd());
    return "--patch-module=java.base=" + folder;
  }

  /** What the code does with the value that the method returns. */
  private static void change(
      String name,
      String method,
      Path folder,
      Consumer<java.lang.classfile.CodeBuilder> beforeReturn) {
    CodeTransform shifted =
        (code, element) -> {
          if (element instanceof ReturnInstruction) beforeReturn.accept(code);
          code.with(element);
        };
    ClassFile classFile = ClassFile.of();
    byte[] changed =
        classFile.transformClass(
            classFile.parse(original(name)),
            ClassTransform.transformingMethodBodies(
                it -> it.methodName().equalsString(method), shifted));
    try {
      Path file = folder.resolve("java/time/" + name + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, changed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] original(String name) {
    try (InputStream in = ClassLoader.getSystemResourceAsStream("java/time/" + name + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
