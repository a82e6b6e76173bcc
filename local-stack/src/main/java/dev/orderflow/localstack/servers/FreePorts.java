package dev.orderflow.localstack.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ports that nobody listens on just now. */
public final class FreePorts {

  /**
   * Below what Linux (32768), macOS and Windows (49152) give to outgoing connections: a server that
   * is stopped and started again would sooner or later find its port taken by one of those.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_767;

  private static final int COUNT = HIGHEST - LOWEST + 1;

  /** From anywhere, so that several test runs on one machine hardly ever choose the same. */
  private static final AtomicInteger chosen =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  /**
   * All at once, and those that only this machine reaches one by one: BSD and macOS let a second
   * program have a port on all addresses when the first has it on one.
   */
  private static final List<InetAddress> ADDRESSES = addresses();

  private FreePorts() {}

  /** One after another: a server may not yet listen on the last one when the next is chosen. */
  public static int next() {
    return IntStream.generate(() -> LOWEST + Math.floorMod(chosen.getAndIncrement(), COUNT))
        .limit(COUNT)
        .filter(FreePorts::isFree)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No port is free"));
  }

  public static boolean isFree(int port) {
    return ADDRESSES.stream().allMatch(address -> isFree(address, port));
  }

  private static boolean isFree(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<InetAddress> addresses() {
    InetAddress all = new InetSocketAddress(0).getAddress();
    try {
      return Stream.concat(
              Stream.of(all),
              NetworkInterface.networkInterfaces()
                  .flatMap(NetworkInterface::inetAddresses)
                  .filter(InetAddress::isLoopbackAddress))
          .toList();
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }
}
