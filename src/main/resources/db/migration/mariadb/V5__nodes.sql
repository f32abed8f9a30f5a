-- The nodes on this database: who has which number, and until when.
create table ${table}_node (
  number     smallint primary key,             -- part of the ids of its messages, 0 to 1023
  owner      varchar(64),                      -- its name in claims; null once it has stopped
  identity   varchar(64) not null,             -- which installation had the number last
  held_until datetime(3) not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin;
