package dev.orderflow.localstack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

  @TempDir Path folder;

  @Test
  void isMadeWhenItIsNotThere() {
    assertThat(new StateFolder(folder.resolve("new/state")).take()).isEmpty();

    assertThat(folder.resolve("new/state")).isDirectory();
  }

  @Test
  void forgetsWhatItHolds() throws IOException {
    StateFolder state = new StateFolder(folder);
    state.take();
    Files.createDirectories(folder.resolve("postgres/data"));

    state.forget();

    assertThat(folder.resolve("postgres")).doesNotExist();
  }

  @Test
  void leavesAFolderAloneThatHoldsOtherThings() throws IOException {
    Files.createFile(folder.resolve("letter"));

    assertThat(new StateFolder(folder).take()).get().asString().contains("holds other things");
  }

  @Test
  void leavesAFolderAloneThatOnlyHasALockOfSomebodyElse() throws IOException {
    Files.createFile(folder.resolve("lock"));
    Files.createDirectory(folder.resolve("postgres"));

    assertThat(new StateFolder(folder).take()).get().asString().contains("holds other things");
  }

  @Test
  void takesAFolderOfAnEarlierVersion() throws IOException {
    Files.createFile(folder.resolve("lock"));
    Files.createDirectory(folder.resolve("postgres"));
    Files.createDirectory(folder.resolve("kafka"));

    assertThat(new StateFolder(folder).take()).isEmpty();
  }

  @Test
  void forgetsNothingOfAnybodyElse() throws IOException {
    StateFolder state = new StateFolder(folder);
    state.take();
    Path letter = Files.createFile(folder.resolve("letter"));

    state.forget();

    assertThat(letter).exists();
  }

  @Test
  void saysThatAFileIsNoFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("letter"));

    assertThat(new StateFolder(file).take())
        .get()
        .asString()
        .contains("letter is a file", "--data");
  }

  @Test
  void saysWhatElseKeepsItFromBeingUsed() throws IOException {
    Path file = Files.createFile(folder.resolve("letter"));

    assertThat(new StateFolder(file.resolve("state")).take())
        .get()
        .asString()
        .contains("letter/state", "Not a directory", "--data");
  }
}
