drop table if exists ${table}_imported;
drop table if exists ${table}_secret;
drop table if exists ${table}_node;
drop table if exists ${table}_delivery;
drop table if exists ${table}_device;
drop table if exists ${table}_round;
drop table if exists ${table}_binding;
drop table if exists ${table};
