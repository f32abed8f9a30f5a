-- Rows of foreign silo tables that were taken over, until they expire.
create table ${table}_imported (
  source_row varchar(32) primary key,          -- hash of the row
  expires_at timestamp(3) with time zone not null
);
