-- The messages that wait. The id is their order of receipt. Mailboxes are compared byte by byte.
create table ${table} (
  id             bigint primary key,
  mailbox        varchar(512) collate "C" not null,
  state          smallint not null,            -- 0 waits, 1 refused for good
  refused_status smallint,                     -- SIP status code it was refused with
  refused_reason varchar(400),                 -- in the words of the phone
  request_uri    varchar(8192) not null,
  from_address   varchar(8192) not null,
  to_address     varchar(8192) not null,
  call_id        varchar(8192) not null,
  cseq           bigint not null,
  from_tag       varchar(8192) not null,
  origin_key     bytea not null,               -- hash of mailbox, call_id, cseq and from_tag
  content_type   varchar(8192),
  headers        varchar(16384) not null,      -- one field a line
  body           bytea not null,
  key_id         varchar(32) collate "C",      -- key that headers and body are sealed with
  sender_contact varchar(8192),
  next_hop       varchar(8192),
  received_at    timestamp(3) with time zone not null,
  expires_at     timestamp(3) with time zone not null,
  attempts       integer default 0 not null,   -- how often it was tried in vain
  last_status    smallint,                     -- SIP status code of the last attempt
  next_attempt_at timestamp(3) with time zone
);
create unique index ${table}_by_origin on ${table} (origin_key);
create index ${table}_by_mailbox on ${table} (mailbox, state, id);
create index ${table}_by_expiry on ${table} (expires_at);

-- Where each address-of-record can be reached.
create table ${table}_binding (
  aor            varchar(512) collate "C" not null,
  contact_key    bytea not null,               -- hash of contact and flow: too long for an index
  contact        varchar(2048) not null,
  parameters     varchar(2048) not null,
  q              smallint not null,            -- thousandths
  expires_at     timestamp(3) with time zone not null,
  call_id        varchar(8192) not null,
  cseq           bigint not null,
  path           varchar(8192) not null,       -- one URI a line, first hop first
  flow           varchar(512),                 -- connection it registered on
  takes_messages boolean not null,
  closed_to_mail boolean not null,
  registered_at  timestamp(3) with time zone not null,
  primary key (aor, contact_key)
);
create index ${table}_binding_by_expiry on ${table}_binding (expires_at);

-- The addresses-of-record above: whoever changes the bindings of one has its row locked.
create table ${table}_aor (
  aor varchar(512) collate "C" primary key
);

-- Mailboxes that are being dumped, or whose next attempt is known.
create table ${table}_round (
  mailbox        varchar(512) collate "C" primary key,
  owner          varchar(64),                  -- who delivers from it now
  due_at         timestamp(3) with time zone not null, -- when the claim lapses, or the next attempt
  attempts       integer not null,             -- rounds that failed since the last delivery
  last_status    smallint not null             -- SIP status code that ended the last round
);
create index ${table}_round_by_due on ${table}_round (due_at);

-- The devices of each address-of-record (delivery=every).
create table ${table}_device (
  aor          varchar(512) collate "C" not null,
  device       varchar(255) collate "C" not null,          -- +sip.instance, else the contact
  last_seen_at timestamp(3) with time zone not null,
  attempts     integer not null,               -- failed since the last delivery or REGISTER
  last_status  smallint not null,              -- SIP status code of the last failure
  retry_at     timestamp(3) with time zone,    -- it gets nothing before
  primary key (aor, device)
);
create index ${table}_device_by_last_seen on ${table}_device (last_seen_at);

-- Which device has done with which message (delivery=every).
create table ${table}_delivery (
  mailbox    varchar(512) collate "C" not null,   -- that of the message
  message_id bigint not null,
  device     varchar(255) collate "C" not null,
  taken      boolean not null,                 -- else refused for good
  status     smallint not null,                -- SIP status code
  reason     varchar(400) not null,
  settled_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null, -- that of the message
  primary key (message_id, device)
);
create index ${table}_delivery_by_expiry on ${table}_delivery (expires_at);

-- The nodes on this database: who has which number, and until when.
create table ${table}_node (
  number     smallint primary key,             -- part of the ids of its messages, 0 to 1022
  owner      varchar(64),                      -- its name in claims; null once it has stopped
  identity   varchar(64) not null,             -- which installation had the number last
  address    varchar(512),                     -- SIP URI by which the other nodes reach it
  held_until timestamp(3) with time zone not null
);

-- What the nodes on this database share and nobody else knows.
create table ${table}_secret (
  name  varchar(64) primary key,
  bytes bytea not null
);

-- Rows of foreign silo tables that were taken over, until they expire.
create table ${table}_imported (
  source_row varchar(32) primary key,          -- hash of the row
  expires_at timestamp(3) with time zone not null
);

-- Who may log in: the columns of SER and its children, without a password in clear.
create table ${table}_subscriber (
  username   varchar(255) collate "C" not null,
  domain     varchar(255) collate "C" not null,          -- also the realm
  ha1        varchar(32) not null,             -- MD5 of username:domain:password, or empty
  ha1_sha256 varchar(64) not null,             -- the same with SHA-256, or empty
  primary key (username, domain)
);
