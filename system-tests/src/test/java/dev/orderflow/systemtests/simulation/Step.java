package dev.orderflow.systemtests.simulation;

/**
 * One way for the world to go on.
 *
 * @param by who takes it; null for customers and time
 * @param subject what it is about, or null
 */
record Step(Service by, String what, Object subject, Runnable action) {

  @Override
  public String toString() {
    return (by == null ? "" : by.name.id() + " ") + what + (subject == null ? "" : " " + subject);
  }
}
