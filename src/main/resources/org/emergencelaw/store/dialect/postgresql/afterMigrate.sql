-- Text in the order of its bytes, as in SQLite, whatever the locale of the database.
do $$
declare
    other record;
begin
    for other in
        select c.table_name, c.column_name from information_schema.columns c
            join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
        where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.data_type = 'text'
            and c.collation_name is distinct from 'C' and c.is_generated = 'NEVER' and c.table_name <> 'ledger'
    loop
        execute format('alter table %I alter column %I type text collate "C"', other.table_name, other.column_name);
    end loop;
end $$;
