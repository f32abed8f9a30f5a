-- What the nodes on this database share and nobody else knows.
create table ${table}_secret (
  name  varchar(64) primary key,
  bytes bytea not null
);
