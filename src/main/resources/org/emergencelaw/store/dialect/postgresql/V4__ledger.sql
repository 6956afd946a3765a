-- The chain. What is frozen is the text of an entry; every other column is read out of it by the database itself, so that none can
-- differ. The text stands last: lists do not read it.
-- Text is in the order of its bytes, as in SQLite: the order of an alphabet would be another on another machine.
create table ledger (
    sequence bigint primary key,
    sha256 text collate "C" not null unique,
    previous_sha256 text collate "C" not null generated always as (entry::json #>> '{previous_sha256}') stored unique,
    at text collate "C" not null generated always as (entry::json #>> '{at}') stored,
    kind text collate "C" not null generated always as (entry::json #>> '{kind}') stored,
    forecast_id text collate "C" not null generated always as (entry::json #>> '{forecast_id}') stored,
    claim text collate "C" generated always as (entry::json #>> '{body,claim}') stored,
    task text collate "C" generated always as (entry::json #>> '{body,task,name}') stored,
    family text collate "C" generated always as (entry::json #>> '{body,family}') stored,
    probability double precision generated always as ((entry::json #>> '{body,forecast,probability}')::double precision) stored,
    train_flops double precision generated always as ((entry::json #>> '{body,run,train_flops}')::double precision) stored,
    seen text collate "C" generated always as (entry::json #>> '{body,terms,seen}') stored,
    backtest boolean generated always as ((entry::json #>> '{body,terms,backtest}')::boolean) stored,
    deadline text collate "C" generated always as (entry::json #>> '{body,terms,rule,deadline}') stored,
    outcome text collate "C" generated always as (entry::json #>> '{body,outcome}') stored,
    listed boolean generated always as ((entry::json #>> '{body,listed}')::boolean) stored,
    note text collate "C" generated always as (entry::json #>> '{body,note}') stored,
    rows_sha256 text collate "C" generated always as (coalesce(entry::json #>> '{body,input_sha256}', entry::json #>> '{body,results_sha256}')) stored,
    entry text not null,
    check (sequence = (entry::json ->> 'sequence')::bigint)
);

create unique index ledger_locks_once on ledger (forecast_id) where kind = 'lock';
create index ledger_of_forecast on ledger (forecast_id, kind, sequence);

create function append_only() returns trigger language plpgsql as $$
begin
    raise exception '%', tg_argv[0];
end $$;

create trigger ledger_is_not_changed before update on ledger
for each row execute function append_only('the ledger is append-only: no entry is ever changed');

create trigger ledger_is_not_cut before delete on ledger
for each row execute function append_only('the ledger is append-only: no entry is ever deleted');

create trigger ledger_is_not_emptied before truncate on ledger
for each statement execute function append_only('the ledger is append-only: no entry is ever deleted');

create function ledger_goes_on() returns trigger language plpgsql as $$
begin
    if new.sequence <> (select coalesce(max(sequence), 0) + 1 from ledger) then
        raise exception 'the ledger goes on with the next number';
    end if;
    return new;
end $$;

create trigger ledger_goes_on before insert on ledger
for each row execute function ledger_goes_on();

-- The rows that entries name by their SHA-256.
create table ledger_rows (
    sha256 text collate "C" primary key,
    csv text not null
);

create trigger ledger_rows_are_not_changed before update on ledger_rows
for each row execute function append_only('the ledger is append-only: its rows are never changed');

create trigger ledger_rows_are_not_cut before delete on ledger_rows
for each row execute function append_only('the ledger is append-only: its rows are never deleted');

create trigger ledger_rows_are_not_emptied before truncate on ledger_rows
for each statement execute function append_only('the ledger is append-only: its rows are never deleted');

-- A locked forecast and where it stands, from its entries alone.
create view ledger_standing as
select
    lock.sequence, lock.sha256, lock.at as locked_at, lock.forecast_id, lock.claim, lock.task, lock.family, lock.probability,
    lock.train_flops, lock.seen, lock.backtest, lock.deadline,
    coalesce(
        (select case e.kind when 'outcome' then e.outcome when 'void' then 'void' else 'withdrawn' end from ledger e
         where e.sequence = (select max(d.sequence) from ledger d
             where d.forecast_id = lock.forecast_id and d.kind in ('outcome', 'void', 'withdrawal'))), 'open') as state,
    (select max(d.sequence) from ledger d where d.forecast_id = lock.forecast_id and d.kind in ('outcome', 'void', 'withdrawal'))
        as decided,
    coalesce((select max(d.sequence) from ledger d where d.forecast_id = lock.forecast_id and d.kind = 'dispute'), 0)
        > coalesce((select max(d.sequence) from ledger d
             where d.forecast_id = lock.forecast_id and d.kind in ('outcome', 'void', 'withdrawal')), 0) as disputed,
    coalesce((select v.listed from ledger v where v.forecast_id = lock.forecast_id and v.kind = 'visibility'
         order by v.sequence desc limit 1), true) as listed,
    (select n.note from ledger n where n.forecast_id = lock.forecast_id and n.kind = 'note'
         order by n.sequence desc limit 1) as note
from ledger lock
where lock.kind = 'lock';
