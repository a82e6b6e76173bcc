package dev.orderflow.messaging;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * A pulse for each consuming thread. Taken at its polls, because the container's own idle events go
 * by the wall clock: one that is set back would look like a consumer that hangs.
 */
final class ConsumerPulses {

  private final AtomicInteger count = new AtomicInteger();
  private final ThreadLocal<Pulse> ofThisThread;

  ConsumerPulses(Pulses pulses) {
    ofThisThread =
        ThreadLocal.withInitial(
            () -> pulses.of("consumer-" + count.getAndIncrement(), Duration.ZERO));
  }

  /** The pulse of the consuming thread that calls. */
  Pulse current() {
    return ofThisThread.get();
  }

  /** The consumer, with its polls as signs of life of whoever calls them. */
  @SuppressWarnings("unchecked")
  Consumer<byte[], byte[]> watched(Consumer<byte[], byte[]> consumer) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (_, method, arguments) ->
                method.getName().equals("poll")
                    ? poll(consumer, method, arguments)
                    : call(consumer, method, arguments));
  }

  private Object poll(Consumer<?, ?> consumer, Method method, Object[] arguments) throws Throwable {
    current().beats();
    try {
      ConsumerRecords<?, ?> records = (ConsumerRecords<?, ?>) call(consumer, method, arguments);
      if (records.isEmpty()) current().turns();
      return records;
    } catch (RuntimeException | Error e) {
      current().fails(e);
      throw e;
    }
  }

  private static Object call(Consumer<?, ?> consumer, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(consumer, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
