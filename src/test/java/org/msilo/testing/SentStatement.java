package org.msilo.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement that was sent to a database whose tables are named {@code silo...}.
 *
 * @param sql its text
 */
public record SentStatement(String sql) {
  /** The column that tells whose row it is: by it the tables can be spread over machines. */
  private static final String KEY = "(mailbox|aor)";

  private static final Pattern INSERT =
      Pattern.compile("insert into (silo\\w*) ?\\(([^)]*)\\).*", Pattern.DOTALL);

  private static final Pattern TABLE =
      Pattern.compile("\\b(?:from|join|update) (silo\\w*)(?: (?!where|set|order|join)(\\w+))?");

  public SentStatement {
    sql = sql.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
  }

  /** Its first word and the table it names first: {@code "delete silo"}. */
  public String kind() {
    Matcher table = Pattern.compile("\\b(?:from|into|update) (silo\\w*)").matcher(sql);
    return sql.split(" ", 2)[0] + " " + (table.find() ? table.group(1) : "nothing");
  }

  /**
   * Whether it names the mailboxes of all rows it reads, writes or locks, in each table it touches,
   * so that only the machines that have these mailboxes must be asked.
   */
  public boolean isKeyed() {
    Matcher insert = INSERT.matcher(sql);
    if (insert.matches()) {
      return List.of(insert.group(2).split(",")).stream().anyMatch(c -> c.strip().matches(KEY));
    }
    int where = sql.indexOf(" where ");
    List<String> aliases = aliases();
    return where >= 0
        && !sql.contains(" or ")
        && !aliases.isEmpty()
        && aliases.stream().allMatch(alias -> isBound(alias, sql.substring(where)));
  }

  private List<String> aliases() {
    List<String> aliases = new ArrayList<>();
    Matcher table = TABLE.matcher(sql);
    while (table.find()) {
      aliases.add(table.group(2) == null ? "" : table.group(2) + "\\.");
    }
    return aliases;
  }

  private static boolean isBound(String alias, String condition) {
    return Pattern.compile("[ (]" + alias + KEY + " ?(=|in ?\\()").matcher(condition).find();
  }
}
