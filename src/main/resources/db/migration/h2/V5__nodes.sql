-- The nodes on this database: who has which number, and until when.
create table ${table}_node (
  number     smallint primary key,             -- part of the ids of its messages, 0 to 1023
  owner      varchar(64),                      -- its name in claims; null once it has stopped
  identity   varchar(64) not null,             -- which installation had the number last
  held_until timestamp(3) with time zone not null
);

-- A hash of contact and flow in place of the contact, which is too long for the indexes of other
-- databases. Flows were not told apart so far; their phones register anew within their Expires.
delete from ${table}_binding where parameters like '%reg-id%';
alter table ${table}_binding add column contact_key binary(16);
update ${table}_binding set contact_key = substring(hash('SHA-256', contact) from 1 for 16);
alter table ${table}_binding alter column contact_key set not null;
alter table ${table}_binding drop primary key;
alter table ${table}_binding add primary key (aor, contact_key);
