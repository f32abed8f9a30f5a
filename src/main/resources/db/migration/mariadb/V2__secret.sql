-- What the nodes on this database share and nobody else knows.
create table ${table}_secret (
  name  varchar(64) primary key,
  bytes varbinary(64) not null
) engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin;
