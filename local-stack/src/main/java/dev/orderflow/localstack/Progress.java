package dev.orderflow.localstack;

/** Hears of each part of the stack as it starts, from several threads. */
public interface Progress {

  Progress SILENT = (part, address, start) -> start.run();

  /** Runs the start of a part and tells about it. */
  void during(String part, String address, Runnable start);
}
