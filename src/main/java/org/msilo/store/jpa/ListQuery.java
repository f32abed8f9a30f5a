package org.msilo.store.jpa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.StatelessSession;
import org.hibernate.query.CommonQueryContract;
import org.hibernate.query.MutationQuery;
import org.hibernate.query.SelectionQuery;

/**
 * A query with lists that are as long as a group, which Hibernate translates once and not each time
 * it runs: it keeps no plan of a query with list parameters. So each list is written out as that
 * many single parameters, in few lengths; the last value fills it up. For one execution; not
 * thread-safe.
 */
public final class ListQuery {
  /** Hibernate takes one parameter in brackets for a list. */
  private static final int SHORTEST = 2;

  /** Requests come in groups of no more; longer lists are rare, and to be filled up with less. */
  private static final int LARGEST_GROUP = 512;

  private static final Map<Shape, Spelled> SPELLED = new ConcurrentHashMap<>();

  private final StatelessSession session;
  private final List<String> names = new ArrayList<>(2);
  private final List<List<?>> lists = new ArrayList<>(2);

  private ListQuery(StatelessSession session) {
    this.session = session;
  }

  public static ListQuery on(StatelessSession session) {
    return new ListQuery(session);
  }

  /**
   * Gives the values of a list.
   *
   * @param name what stands behind {@code in :}
   * @param values at least one
   */
  public ListQuery list(String name, Collection<?> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values for " + name);
    }
    names.add(name);
    lists.add(List.copyOf(values));
    return this;
  }

  public <R> SelectionQuery<R> select(String hql, Class<R> result) {
    Spelled spelled = spelled(hql);
    SelectionQuery<R> query = session.createSelectionQuery(spelled.text, result);
    setAll(spelled, query);
    return query;
  }

  /**
   * A change is told in SQL, for Hibernate keeps no plan of any that is told in HQL.
   *
   * @param sql with the tables in braces, by their names in {@link jakarta.persistence.Table}
   */
  public MutationQuery change(String sql) {
    Spelled spelled = spelled(TableNames.spelledOut(sql, session.getFactory()));
    MutationQuery query = session.createNativeMutationQuery(spelled.text);
    setAll(spelled, query);
    return query;
  }

  private Spelled spelled(String text) {
    List<Integer> lengths = lists.stream().map(values -> lengthFor(values.size())).toList();
    return SPELLED.computeIfAbsent(new Shape(text, lengths), shape -> spell(shape, names));
  }

  /**
   * 2, 8, 32, 128, 512, and the powers of two from there. Each length costs a translation, and code
   * for Java to compile, just when a load has begun.
   */
  private static int lengthFor(int values) {
    int length = SHORTEST;
    while (length < values) {
      length *= length < LARGEST_GROUP ? 4 : 2;
    }
    return length;
  }

  private void setAll(Spelled spelled, CommonQueryContract query) {
    for (int list = 0; list < lists.size(); list++) {
      List<?> values = lists.get(list);
      List<String> single = spelled.parameters.get(list);
      for (int i = 0; i < single.size(); i++) {
        query.setParameter(single.get(i), values.get(Math.min(i, values.size() - 1)));
      }
    }
  }

  private static Spelled spell(Shape shape, List<String> names) {
    String text = shape.text;
    List<List<String>> parameters = new ArrayList<>();
    for (int list = 0; list < names.size(); list++) {
      String name = names.get(list);
      List<String> single =
          IntStream.range(0, shape.lengths.get(list)).mapToObj(i -> name + "_" + i).toList();
      String written = single.stream().collect(Collectors.joining(", :", "in (:", ")"));
      String spelled = text.replace("in :" + name, written);
      if (spelled.equals(text)) {
        throw new IllegalArgumentException("no \"in :" + name + "\" in " + text);
      }
      text = spelled;
      parameters.add(single);
    }
    return new Spelled(text, parameters);
  }

  /** A query and the lengths of its lists, in their order. */
  private record Shape(String text, List<Integer> lengths) {}

  /** What Hibernate is given, and the single parameters of each list. */
  private record Spelled(String text, List<List<String>> parameters) {}
}
