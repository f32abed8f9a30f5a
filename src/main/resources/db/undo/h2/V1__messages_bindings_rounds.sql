drop table if exists ${table};
drop table if exists ${table}_binding;
drop table if exists ${table}_round;
