-- The messages that wait. The id is their order of receipt. Mailboxes are compared byte by byte:
-- utf8mb4_bin takes trailing blanks for nothing, but an address-of-record ends with its host.
-- Long texts are "text": a row's varchars may take 65,535 bytes together. Times are in UTC.
create table ${table} (
  id             bigint primary key,
  mailbox        varchar(512) not null,
  state          smallint not null,            -- 0 waits, 1 refused for good
  refused_status smallint,                     -- SIP status code it was refused with
  refused_reason varchar(400),                 -- in the words of the phone
  request_uri    text not null,
  from_address   text not null,
  to_address     text not null,
  call_id        text not null,
  cseq           bigint not null,
  from_tag       text not null,
  origin_key     binary(16) not null,          -- hash of mailbox, call_id, cseq and from_tag
  content_type   text,
  headers        text not null,                -- one field a line
  body           mediumblob not null,
  key_id         varchar(32),                  -- key that headers and body are sealed with
  sender_contact text,
  next_hop       text,
  received_at    datetime(3) not null,
  expires_at     datetime(3) not null,
  attempts       integer default 0 not null,   -- how often it was tried in vain
  last_status    smallint,                     -- SIP status code of the last attempt
  next_attempt_at datetime(3),
  unique index ${table}_by_origin (origin_key),
  index ${table}_by_mailbox (mailbox, state, id),
  index ${table}_by_expiry (expires_at)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin;

-- Where each address-of-record can be reached.
create table ${table}_binding (
  aor            varchar(512) not null,
  contact_key    binary(16) not null,          -- hash of contact and flow: too long for an index
  contact        varchar(2048) not null,
  parameters     varchar(2048) not null,
  q              smallint not null,            -- thousandths
  expires_at     datetime(3) not null,
  call_id        text not null,
  cseq           bigint not null,
  path           text not null,                -- one URI a line, first hop first
  flow           varchar(512),                 -- connection it registered on
  takes_messages boolean not null,
  closed_to_mail boolean not null,
  registered_at  datetime(3) not null,
  primary key (aor, contact_key),
  index ${table}_binding_by_expiry (expires_at)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin;

-- The addresses-of-record above: whoever changes the bindings of one has its row locked.
create table ${table}_aor (
  aor varchar(512) primary key
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin;

-- Mailboxes that are being dumped, or whose next attempt is known.
create table ${table}_round (
  mailbox        varchar(512) primary key,
  owner          varchar(64),                  -- who delivers from it now
  due_at         datetime(3) not null,         -- when the claim lapses, or the next attempt
  attempts       integer not null,             -- rounds that failed since the last delivery
  last_status    smallint not null,            -- SIP status code that ended the last round
  index ${table}_round_by_due (due_at)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin;

-- The devices of each address-of-record (delivery=every).
create table ${table}_device (
  aor          varchar(512) not null,
  device       varchar(255) not null,          -- +sip.instance, else the contact
  last_seen_at datetime(3) not null,
  attempts     integer not null,               -- failed since the last delivery or REGISTER
  last_status  smallint not null,              -- SIP status code of the last failure
  retry_at     datetime(3),    -- it gets nothing before
  primary key (aor, device),
  index ${table}_device_by_last_seen (last_seen_at)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin;

-- Which device has done with which message (delivery=every).
create table ${table}_delivery (
  mailbox    varchar(512) not null,   -- that of the message
  message_id bigint not null,
  device     varchar(255) not null,
  taken      boolean not null,                 -- else refused for good
  status     smallint not null,                -- SIP status code
  reason     varchar(400) not null,
  settled_at datetime(3) not null,
  expires_at datetime(3) not null, -- that of the message
  primary key (message_id, device),
  index ${table}_delivery_by_expiry (expires_at)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin;

-- The nodes on this database: who has which number, and until when.
create table ${table}_node (
  number     smallint primary key,             -- part of the ids of its messages, 0 to 1022
  owner      varchar(64),                      -- its name in claims; null once it has stopped
  identity   varchar(64) not null,             -- which installation had the number last
  address    varchar(512),                     -- SIP URI by which the other nodes reach it
  held_until datetime(3) not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin;

-- What the nodes on this database share and nobody else knows.
create table ${table}_secret (
  name  varchar(64) primary key,
  bytes varbinary(64) not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin;

-- Rows of foreign silo tables that were taken over, until they expire.
create table ${table}_imported (
  source_row varchar(32) primary key,          -- hash of the row
  expires_at datetime(3) not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin;

-- Who may log in: the columns of SER and its children, without a password in clear.
create table ${table}_subscriber (
  username   varchar(255) not null,
  domain     varchar(255) not null,          -- also the realm
  ha1        varchar(32) not null,             -- MD5 of username:domain:password, or empty
  ha1_sha256 varchar(64) not null,             -- the same with SHA-256, or empty
  primary key (username, domain)
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin;
