-- How often each message was tried in vain, what came last, and when it is tried next.
alter table ${table} add column refused_reason varchar(400);
alter table ${table} add column attempts integer default 0 not null;
alter table ${table} add column last_status smallint;
alter table ${table} add column next_attempt_at timestamp(3) with time zone;

-- The devices of each address-of-record (delivery=every).
create table ${table}_device (
  aor          varchar(512) not null,
  device       varchar(255) not null,          -- +sip.instance, else the contact
  last_seen_at timestamp(3) with time zone not null,
  attempts     integer not null,               -- failed since the last delivery or REGISTER
  last_status  smallint not null,              -- SIP status code of the last failure
  retry_at     timestamp(3) with time zone,    -- it gets nothing before
  primary key (aor, device)
);
create index ${table}_device_by_last_seen on ${table}_device (last_seen_at);

-- Which device has done with which message (delivery=every).
create table ${table}_delivery (
  message_id bigint not null,
  device     varchar(255) not null,
  taken      boolean not null,                 -- else refused for good
  status     smallint not null,                -- SIP status code
  reason     varchar(400) not null,
  settled_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null, -- that of the message
  primary key (message_id, device)
);
create index ${table}_delivery_by_expiry on ${table}_delivery (expires_at);
