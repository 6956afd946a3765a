-- SQLite keeps bytes in a column of any type; here the type says it.
alter table fit alter column draws type bytea using convert_to(draws, 'UTF8');
