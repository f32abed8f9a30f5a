package org.msilo.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentStatementTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into silo (attempts,mailbox,id) values (?,?,?)",
        "select m.id from silo m where m.mailbox=? and m.id in (?,?)",
        "select d.aor from silo_binding d where d.aor in (?,?) order by d.aor for update",
        "update silo_round set due_at=?,owner=? where mailbox=?",
        "delete from silo m where m.mailbox in (?) and m.id in (?)",
        "select m.id from silo m where m.mailbox=? and (select count(*) from silo_delivery d"
            + " where d.mailbox=? and d.message_id=m.id)<?",
      })
  void statement_that_names_its_mailboxes_is_keyed(String sql) {
    assertThat(new SentStatement(sql).isKeyed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into silo (attempts,id) values (?,?)",
        "select m.mailbox from silo m where m.id in (?,?)",
        "select m.mailbox from silo m where m.expires_at<=? order by m.mailbox",
        "select m.id from silo m where m.mailbox like ?",
        "select m.id from silo m where m.mailbox>?",
        "select m.id from silo m where m.mailbox=? or m.id=?",
        "update silo set mailbox=? where id=?",
        "delete from silo",
        "select m.id from silo m where m.mailbox=? and (select count(*) from silo_delivery d"
            + " where d.message_id=m.id)<?",
      })
  void statement_that_leaves_a_mailbox_open_is_not_keyed(String sql) {
    assertThat(new SentStatement(sql).isKeyed()).isFalse();
  }

  @Test
  void kind_is_the_verb_and_the_first_table() {
    assertThat(new SentStatement("DELETE from silo_round r where r.mailbox=?").kind())
        .isEqualTo("delete silo_round");
  }
}
