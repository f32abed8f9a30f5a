package org.msilo.transfer;

import java.util.List;
import java.util.Locale;

/** The columns of a silo table, by what they mean, with the names they had over the years. */
enum Column {
  ID("id", "mid"),
  SOURCE("src_addr"),
  DESTINATION("dst_addr"),
  USERNAME("username"),
  DOMAIN("domain"),
  REQUEST_URI("r_uri"),
  RECEIVED_AT("inc_time"),
  EXPIRES_AT("exp_time"),
  REMIND_AT("snd_time"),
  CONTENT_TYPE("ctype"),
  BODY("body"),
  EXTRA_HEADERS("extra_hdrs"),
  CALL_ID("callid");

  private final List<String> names;

  Column(String... names) {
    this.names = List.of(names);
  }

  boolean isNamed(String name) {
    return names.contains(name.toLowerCase(Locale.ROOT));
  }

  /** The name it has in the tables of today. */
  String today() {
    return names.get(0);
  }
}
