-- A device may bind one contact once for each of its flows (RFC 5626): the flow is part of the key.
alter table ${table}_binding add column flow_key varchar(255) default '' not null; -- reg-id and device
alter table ${table}_binding drop primary key;
alter table ${table}_binding add primary key (aor, contact, flow_key);
-- Those that are there already were not told apart so; their phones register anew within their Expires.
delete from ${table}_binding where parameters like '%reg-id%';
