-- When an answer was kept; earlier versions did not say, and the program puts in when it saw the file first.
alter table idempotency add column created_at text not null default '1970-01-01T00:00:00.000000000Z';

create index idempotency_by_age on idempotency (created_at);
