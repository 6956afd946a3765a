-- The chain. What is frozen is the text of an entry; every other column is read out of it by the database itself, so that none can
-- differ. The text stands last: lists do not read it.
create table ledger (
    sequence integer primary key,
    sha256 text not null unique,
    previous_sha256 text not null generated always as (entry ->> '$.previous_sha256') stored unique,
    at text not null generated always as (entry ->> '$.at') stored,
    kind text not null generated always as (entry ->> '$.kind') stored,
    forecast_id text not null generated always as (entry ->> '$.forecast_id') stored,
    claim text generated always as (entry ->> '$.body.claim') stored,
    task text generated always as (entry ->> '$.body.task.name') stored,
    family text generated always as (entry ->> '$.body.family') stored,
    probability double precision generated always as (entry ->> '$.body.forecast.probability') stored,
    train_flops double precision generated always as (entry ->> '$.body.run.train_flops') stored,
    seen text generated always as (entry ->> '$.body.terms.seen') stored,
    backtest integer generated always as (entry ->> '$.body.terms.backtest') stored,
    deadline text generated always as (entry ->> '$.body.terms.rule.deadline') stored,
    outcome text generated always as (entry ->> '$.body.outcome') stored,
    listed integer generated always as (entry ->> '$.body.listed') stored,
    note text generated always as (entry ->> '$.body.note') stored,
    rows_sha256 text generated always as (coalesce(entry ->> '$.body.input_sha256', entry ->> '$.body.results_sha256')) stored,
    entry text not null,
    check (sequence = entry ->> '$.sequence')
);

create unique index ledger_locks_once on ledger (forecast_id) where kind = 'lock';
create index ledger_of_forecast on ledger (forecast_id, kind, sequence);

create trigger ledger_is_not_changed before update on ledger
begin
    select raise(abort, 'the ledger is append-only: no entry is ever changed');
end;

create trigger ledger_is_not_cut before delete on ledger
begin
    select raise(abort, 'the ledger is append-only: no entry is ever deleted');
end;

create trigger ledger_goes_on before insert on ledger
when new.sequence <> (select coalesce(max(sequence), 0) + 1 from ledger)
begin
    select raise(abort, 'the ledger goes on with the next number');
end;

-- The rows that entries name by their SHA-256.
create table ledger_rows (
    sha256 text primary key,
    csv text not null
);

create trigger ledger_rows_are_not_changed before update on ledger_rows
begin
    select raise(abort, 'the ledger is append-only: its rows are never changed');
end;

create trigger ledger_rows_are_not_cut before delete on ledger_rows
begin
    select raise(abort, 'the ledger is append-only: its rows are never deleted');
end;

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
         order by v.sequence desc limit 1), 1) as listed,
    (select n.note from ledger n where n.forecast_id = lock.forecast_id and n.kind = 'note'
         order by n.sequence desc limit 1) as note
from ledger lock
where lock.kind = 'lock';
