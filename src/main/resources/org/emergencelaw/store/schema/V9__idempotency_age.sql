-- When an answer was kept; those of earlier versions are as old as can be, and so no longer hold.
alter table idempotency add column created_at text not null default '1970-01-01T00:00:00.000000000Z';

create index idempotency_by_age on idempotency (created_at);
