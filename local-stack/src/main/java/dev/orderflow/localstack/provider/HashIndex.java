package dev.orderflow.localstack.provider;

import java.util.function.IntPredicate;

/**
 * From hashes to line numbers, at about 20 bytes each where a map of objects takes 100: a long load
 * test writes millions of lines. Lines of one hash are told apart by the caller, who reads them.
 */
final class HashIndex {

  private static final int SMALLEST = 1 << 12;

  private long[] hashes = new long[SMALLEST];
  private int[] lines = new int[SMALLEST]; // one more than the line's number, 0 is free
  private int size;

  void put(long hash, int line) {
    makeRoom();
    size++;
    int slot = slot(hash);
    while (lines[slot] != 0) slot = next(slot);
    hashes[slot] = hash;
    lines[slot] = line + 1;
  }

  /** So that the next put needs no memory. */
  void makeRoom() {
    if (size >= lines.length / 3 * 2) grow();
  }

  /** Offers the lines of the hash until one is accepted; returns it, or -1. */
  int find(long hash, IntPredicate accepted) {
    for (int slot = slot(hash); lines[slot] != 0; slot = next(slot)) {
      if (hashes[slot] == hash && accepted.test(lines[slot] - 1)) return lines[slot] - 1;
    }
    return -1;
  }

  /** 64 bits of the text, mixed well enough for the low ones to be used alone. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    return hash ^ (hash >>> 32);
  }

  // Both arrays before either is used: where memory ends in between, everything is still found.
  private void grow() {
    long[] oldHashes = hashes;
    int[] oldLines = lines;
    long[] moreHashes = new long[oldLines.length * 2];
    int[] moreLines = new int[oldLines.length * 2];
    hashes = moreHashes;
    lines = moreLines;
    size = 0;
    for (int i = 0; i < oldLines.length; i++) {
      if (oldLines[i] != 0) put(oldHashes[i], oldLines[i] - 1);
    }
  }

  private int slot(long hash) {
    return (int) hash & (lines.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (lines.length - 1);
  }
}
