drop table if exists ${table}_node;
