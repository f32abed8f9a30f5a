package org.msilo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.msilo.metrics.Meters;

/**
 * The gathering of work, driven by hand: its loop and its replies run when the test says so, and so
 * does its clock, but for a nanosecond each time that it is read.
 */
class GroupCommitTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final Deque<Runnable> replies = new ArrayDeque<>();
  private final List<List<Integer>> groups = new ArrayList<>();

  @Test
  void what_has_gathered_is_done_in_one_transaction() {
    GroupCommit<Integer, String> commit = commit(this::write, 100, 100);
    List<CompletableFuture<String>> results = submit(commit, 5);

    finish(commit);

    assertThat(groups).containsExactly(List.of(0, 1, 2, 3, 4));
    assertThat(results.stream().map(CompletableFuture::join))
        .containsExactly("done 0", "done 1", "done 2", "done 3", "done 4");
  }

  @Test
  void groups_have_a_largest_size() {
    GroupCommit<Integer, String> commit = commit(this::write, 100, 2);
    submit(commit, 5);

    finish(commit);

    assertThat(groups).containsExactly(List.of(0, 1), List.of(2, 3), List.of(4));
  }

  @Test
  void nobody_is_answered_before_the_commit() {
    List<CompletableFuture<String>> results = new ArrayList<>();
    GroupCommit<Integer, String> commit =
        commit(
            group -> {
              assertThat(results).noneMatch(CompletableFuture::isDone);
              return write(group);
            },
            100,
            100);
    results.addAll(submit(commit, 3));

    close(commit);
    assertThat(groups).hasSize(1);
    assertThat(results).noneMatch(CompletableFuture::isDone);
    replies.remove().run();

    assertThat(results).allMatch(CompletableFuture::isDone);
  }

  @Test
  void one_rejected_piece_does_not_fail_its_neighbours() {
    GroupCommit<Integer, String> commit =
        commit(
            group -> {
              if (group.contains(3)) {
                throw new RejectedRowException("no threes", null);
              }
              return write(group);
            },
            100,
            100);
    List<CompletableFuture<String>> results = submit(commit, 7);

    finish(commit);

    assertThat(groups.stream().flatMap(List::stream)).containsExactly(0, 1, 2, 4, 5, 6);
    assertFailed(results.get(3), RejectedRowException.class);
    assertThat(results.stream().filter(CompletableFuture::isCompletedExceptionally)).hasSize(1);
  }

  @Test
  void several_rejected_pieces_fail_each_for_itself() {
    GroupCommit<Integer, String> commit =
        commit(
            group -> {
              if (group.stream().anyMatch(i -> i % 2 == 0)) {
                throw new RejectedRowException("odd ones only", null);
              }
              return write(group);
            },
            100,
            100);
    List<CompletableFuture<String>> results = submit(commit, 6);

    finish(commit);

    for (int i = 0; i < 6; i++) {
      assertThat(results.get(i).isCompletedExceptionally()).isEqualTo(i % 2 == 0);
    }
  }

  @Test
  void failure_of_the_database_fails_all_and_the_next_group_is_done() {
    Deque<MessageStoreException> failures = new ArrayDeque<>();
    failures.add(new MessageStoreException("the database failed"));
    GroupCommit<Integer, String> commit =
        commit(
            group -> {
              if (!failures.isEmpty()) {
                throw failures.remove();
              }
              return write(group);
            },
            100,
            2);
    List<CompletableFuture<String>> results = submit(commit, 4);

    finish(commit);

    assertFailed(results.get(0), MessageStoreException.class);
    assertFailed(results.get(1), MessageStoreException.class);
    assertThat(results.get(2).join()).isEqualTo("done 2");
    assertThat(results.get(3).join()).isEqualTo("done 3");
  }

  @Test
  void work_beyond_the_bound_fails_at_once_and_the_rest_is_done() {
    GroupCommit<Integer, String> commit = commit(this::write, 3, 100);
    List<CompletableFuture<String>> results = submit(commit, 2);
    CompletableFuture<String> third = commit.submit(2);

    CompletableFuture<String> tooMuch = commit.submit(3);

    assertFailed(tooMuch, MessageStoreException.class);
    assertThat(third).isNotDone();
    assertThat(results).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void what_is_done_and_not_answered_counts_against_the_bound() {
    AtomicReference<GroupCommit<Integer, String>> commit = new AtomicReference<>();
    List<CompletableFuture<String>> more = new ArrayList<>();
    commit.set(
        commit(
            group -> {
              if (group.contains(1)) {
                more.add(commit.get().submit(2));
                replies.remove().run();
                more.add(commit.get().submit(3));
                commit.get().close();
              }
              return write(group);
            },
            2,
            1));
    submit(commit.get(), 2);

    loop.remove().run();
    replies.forEach(Runnable::run);

    assertFailed(more.get(0), MessageStoreException.class);
    assertThat(more.get(1).join()).isEqualTo("done 3");
    assertThat(groups).containsExactly(List.of(0), List.of(1), List.of(3));
  }

  @Test
  void close_finishes_what_is_queued_and_takes_no_more() {
    GroupCommit<Integer, String> commit = commit(this::write, 100, 100);
    List<CompletableFuture<String>> results = submit(commit, 3);
    commit.close();

    CompletableFuture<String> late = commit.submit(9);
    loop.remove().run();
    replies.forEach(Runnable::run);

    assertFailed(late, MessageStoreException.class);
    assertThat(results).allMatch(f -> f.join().startsWith("done"));
    assertThat(groups).containsExactly(List.of(0, 1, 2));
  }

  @Test
  void closing_twice_does_no_harm() {
    GroupCommit<Integer, String> commit = commit(this::write, 100, 100);
    submit(commit, 2);
    commit.close();

    finish(commit);

    assertThat(groups).containsExactly(List.of(0, 1));
  }

  @Test
  void it_is_idle_when_all_have_their_answers() {
    GroupCommit<Integer, String> commit = commit(this::write, 100, 100);
    assertThat(commit.isIdle()).isTrue();
    submit(commit, 3);
    assertThat(commit.isIdle()).isFalse();
    close(commit);
    assertThat(commit.isIdle()).isFalse();

    replies.forEach(Runnable::run);

    assertThat(commit.isIdle()).isTrue();
  }

  @Test
  void it_is_idle_after_failures_too() {
    GroupCommit<Integer, String> commit =
        commit(
            group -> {
              throw new MessageStoreException("the database failed");
            },
            2,
            100);
    submit(commit, 1);
    finish(commit);

    assertThat(commit.isIdle()).isTrue();
  }

  @Test
  void work_is_behind_when_more_than_a_group_has_waited_too_long() {
    GroupCommit<Integer, String> commit = commit(this::write, 100, 2);
    submit(commit, 2);
    assertThat(commit.isBehind(Duration.ZERO)).isFalse();

    submit(commit, 1);
    assertThat(commit.isBehind(Duration.ZERO)).isTrue();
    assertThat(commit.isBehind(Duration.ofDays(1))).isFalse();

    finish(commit);
    assertThat(commit.isBehind(Duration.ZERO)).isFalse();
  }

  @Test
  void work_is_late_until_it_has_its_answer() {
    GroupCommit<Integer, String> commit = commit(this::write, 100, 2);
    assertThat(commit.isLate(Duration.ZERO)).isFalse();

    submit(commit, 1);
    assertThat(commit.isLate(Duration.ZERO)).isTrue();
    assertThat(commit.isLate(Duration.ofDays(1))).isFalse();

    finish(commit);
    assertThat(commit.isLate(Duration.ZERO)).isFalse();
  }

  @Test
  void work_may_take_twice_as_long_as_it_took_at_best() {
    AtomicReference<GroupCommit<Integer, String>> commit = new AtomicReference<>();
    List<Boolean> late = new ArrayList<>();
    commit.set(
        commit(
            group -> {
              if (group.contains(1)) {
                nanos.addAndGet(1_000_000);
                replies.remove().run();
                nanos.addAndGet(900_000);
                late.add(commit.get().isLate(Duration.ZERO));
                nanos.addAndGet(200_000);
                late.add(commit.get().isLate(Duration.ZERO));
                late.add(commit.get().isLate(Duration.ofMillis(1)));
                commit.get().close();
              }
              return write(group);
            },
            100,
            1));
    submit(commit.get(), 2);

    loop.remove().run();

    assertThat(late).containsExactly(false, true, false);
  }

  private GroupCommit<Integer, String> commit(
      Function<List<Integer>, List<String>> transaction, int capacity, int largestGroup) {
    return new GroupCommit<>(
        "numbers",
        transaction,
        capacity,
        largestGroup,
        loop::add,
        replies::add,
        Meters.none(),
        nanos::incrementAndGet);
  }

  private List<String> write(List<Integer> group) {
    groups.add(group);
    return group.stream().map(i -> "done " + i).toList();
  }

  private static List<CompletableFuture<String>> submit(
      GroupCommit<Integer, String> commit, int count) {
    return IntStream.range(0, count).mapToObj(commit::submit).toList();
  }

  private void finish(GroupCommit<Integer, String> commit) {
    close(commit);
    replies.forEach(Runnable::run);
  }

  /** The loop ends by itself once it is told to close. */
  private void close(GroupCommit<Integer, String> commit) {
    commit.close();
    loop.remove().run();
  }

  private static void assertFailed(
      CompletableFuture<String> future, Class<? extends Throwable> cause) {
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(future::join)
        .withCauseInstanceOf(cause);
  }
}
