package org.msilo.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.store.jpa.JpaMessageStore;
import org.msilo.testing.Homes;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestDatabase;
import org.msilo.testing.standalone.StandaloneTomcat;

/** The database of the container's own pool, whose connections commit by themselves. */
class JndiDataSourceIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "org.apache.tomcat.jdbc.pool.DataSourceFactory",
    "org.apache.tomcat.dbcp.dbcp.BasicDataSourceFactory"
  })
  void messages_are_kept_in_the_database_of_a_pool_of_tomcats(String factory) throws Exception {
    Path database = Files.createDirectory(folder.resolve("database"));
    try (StandaloneTomcat tomcat =
            StandaloneTomcat.in(folder)
                .dropWar()
                .shareJar("h2-")
                .descriptor("", resource(factory, database) + parameter())
                .start();
        SipPhone alice = tomcat.phone("alice");
        SipPhone bob = tomcat.phone("bob")) {
      assertThat(alice.send(bob, "1").status()).isEqualTo(202);
      assertThat(alice.send(bob, "2").status()).isEqualTo(202);
      bob.register();
      bob.awaitMessages(2);
      bob.assertNoMoreMessagesThan(2);
      assertThat(bob.texts()).containsExactly("1", "2");
      bob.unregister();
      assertThat(alice.send(bob, "3").status()).isEqualTo(202);
      assertThat(tomcat.home().resolve("silo.mv.db")).doesNotExist();

      tomcat.stop();

      assertThat(Homes.rows(database)).isEqualTo(1);
    }
  }

  @Test
  void messages_are_kept_in_postgresql() throws Exception {
    DatabaseSettings postgresql = TestDatabase.POSTGRESQL.fresh();
    try (StandaloneTomcat tomcat =
            StandaloneTomcat.in(folder)
                .dropWar()
                .shareJar("postgresql-")
                .descriptor("", resource(postgresql) + parameter())
                .start();
        SipPhone alice = tomcat.phone("alice");
        SipPhone bob = tomcat.phone("bob")) {
      assertThat(alice.send(bob, "1").status()).isEqualTo(202);
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo("1");
      bob.unregister();
      assertThat(alice.send(bob, "2").status()).isEqualTo(202);

      tomcat.stop();
    }
    try (Database database = TestDatabase.open(postgresql);
        JpaMessageStore store =
            new JpaMessageStore(
                database.transactions(),
                Clock.systemUTC(),
                () -> "test",
                task -> new Thread(task).start(),
                Runnable::run)) {
      assertThat(store.lastId().value()).isPositive();
    }
  }

  private static String resource(DatabaseSettings postgresql) {
    return "<Resource name='jdbc/silo' auth='Container' type='javax.sql.DataSource'"
        + " factory='org.apache.tomcat.jdbc.pool.DataSourceFactory'"
        + " driverClassName='org.postgresql.Driver' url='"
        + postgresql.url()
        + "?reWriteBatchedInserts=true&amp;socketTimeout=60' username='"
        + postgresql.user()
        + "' password='"
        + postgresql.password()
        + "' maxActive='8' closeMethod='close'/>";
  }

  private static String parameter() {
    return "<Parameter name='db_url' value='java:comp/env/jdbc/silo'/>";
  }

  private static String resource(String factory, Path database) {
    String url = "jdbc:h2:file:" + database + "/silo;WRITE_DELAY=0;PAGE_SIZE=4096";
    return "<Resource name='jdbc/silo' auth='Container' type='javax.sql.DataSource' factory='"
        + factory
        + "' driverClassName='org.h2.Driver' url='"
        + url
        + "' username='sa' password='' maxActive='8' closeMethod='close'/>";
  }
}
