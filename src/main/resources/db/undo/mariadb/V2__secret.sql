drop table if exists ${table}_secret;
