drop table if exists ${table}_node;
alter table ${table}_binding drop column if exists contact_key;
