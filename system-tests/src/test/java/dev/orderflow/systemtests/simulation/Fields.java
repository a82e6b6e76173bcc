package dev.orderflow.systemtests.simulation;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.objenesis.SpringObjenesis;

/** Takes an entity's fields out and puts them back in, as an object-relational mapper does. */
record Fields<T>(Class<T> type, List<Field> fields) {

  private static final SpringObjenesis NEW = new SpringObjenesis();

  private static final Map<Class<?>, Fields<?>> KNOWN = new ConcurrentHashMap<>();

  @SuppressWarnings("unchecked")
  static <T> Fields<T> of(Class<T> type) {
    return (Fields<T>) KNOWN.computeIfAbsent(type, Fields::read);
  }

  private static Fields<?> read(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> part = type; part != Object.class; part = part.getSuperclass()) {
      Arrays.stream(part.getDeclaredFields())
          .filter(field -> !Modifier.isStatic(field.getModifiers()))
          .peek(field -> field.setAccessible(true))
          .forEach(fields::add);
    }
    return new Fields<>(type, fields);
  }

  List<Object> values(T entity) {
    try {
      Object[] values = new Object[fields.size()];
      for (int i = 0; i < values.length; i++) values[i] = fields.get(i).get(entity);
      return Collections.unmodifiableList(Arrays.asList(values));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  T entity(List<Object> values) {
    try {
      T entity = NEW.newInstance(type);
      for (int i = 0; i < values.size(); i++) fields.get(i).set(entity, values.get(i));
      return entity;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
