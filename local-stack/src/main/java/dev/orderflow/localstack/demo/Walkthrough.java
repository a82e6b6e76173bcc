package dev.orderflow.localstack.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Places the orders of the {@link Story stories} and shows what becomes of each. */
final class Walkthrough {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private final Shop shop;
  private final Terminal terminal;

  Walkthrough(Shop shop, Terminal terminal) {
    this.shop = shop;
    this.terminal = terminal;
  }

  /** Returns what did not end as it must, in words; empty when all did. */
  List<String> run() {
    List<String> complaints = new ArrayList<>();
    for (Story story : Story.WALK_THROUGH) {
      tell(story).ifPresent(complaints::add);
    }
    if (!complaints.isEmpty()) {
      complaints.add(
          "That is no fault where somebody has changed what the shop sells or has in stock:"
              + " --fresh begins anew.");
    }
    return complaints;
  }

  // A shop that somebody has changed may refuse the order: the system is none the worse for it.
  private Optional<String> tell(Story story) {
    try {
      Ending ending = follow(story);
      show(ending);
      return ending
          .complaint()
          .map(complaint ->
              "Order %s (%s) %s.".formatted(ending.number(), story.title(), complaint));
    } catch (RuntimeException e) {
      return Optional.of(
          "The order of %s (%s) failed: %s".formatted(story.sku(), story.title(), e.getMessage()));
    }
  }

  private Ending follow(Story story) {
    String id = shop.place(story.request()).path("id").asString();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    Ending ending = Ending.of(story, shop, id);
    while (!ending.isFinal() && System.nanoTime() < deadline) {
      Pause.of(POLL_INTERVAL);
      ending = Ending.of(story, shop, id);
    }
    return ending;
  }

  private void show(Ending ending) {
    Story story = ending.story();
    terminal.blank();
    terminal.line(
        "  %s  %d × %s, %s → %s"
            .formatted(
                terminal.bold(ending.number()),
                story.quantity(),
                story.sku(),
                story.title(),
                outcome(ending)));
    ending.events().forEach(event -> terminal.line(eventLine(ending, event)));
    Optional.ofNullable(ending.mail()).ifPresent(mail -> terminal.line(mailLine(mail)));
  }

  private String outcome(Ending ending) {
    String reason = ending.order().path("cancellation").path("reason").asString("");
    String text = reason.isEmpty() ? ending.status() : ending.status() + " " + reason;
    if (ending.complaint().isPresent()) {
      return terminal.red(text + " ✗");
    }
    return ending.status().equals("CONFIRMED") ? terminal.green(text) : terminal.yellow(text);
  }

  private String eventLine(Ending ending, JsonNode event) {
    return "    %6d ms  %s %s %s"
        .formatted(
            ending.sinceCreated(event).toMillis(),
            terminal.cyan("%-19s".formatted(EventText.type(event))),
            "%-21s".formatted(EventText.source(event)),
            terminal.dim(EventText.summary(event)));
  }

  private String mailLine(JsonNode mail) {
    return "            ✉  to %s: “%s”"
        .formatted(
            mail.path("To").path(0).path("Address").asString(), mail.path("Subject").asString());
  }
}
