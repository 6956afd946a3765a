-- A job may be of a suite instead of a study, or of a forecast too, and what was asked of it stands with it. SQLite cannot take a
-- "not null" back, so both tables are made anew; parts first, which would otherwise go with their jobs. The
-- columns stand in the order of PostgreSQL, so that both have the same digests.
create table new_job (
    id text primary key,
    study_id text references study (id) on delete cascade,
    kind text not null,
    seed bigint not null,
    input_sha256 text not null,
    state text not null,
    total integer not null,
    created_at text not null,
    finished_at text,
    reason text,
    result text,
    owner text,
    leased_until text,
    suite_id text references suite (id) on delete cascade,
    forecast_id text references forecast (id) on delete cascade,
    request text
);

insert into new_job (id, study_id, kind, seed, input_sha256, state, total, created_at, finished_at, reason, result, owner, leased_until)
select id, study_id, kind, seed, input_sha256, state, total, created_at, finished_at, reason, result, owner, leased_until from job;

create table new_job_part (
    job_id text not null references new_job (id) on delete cascade,
    position integer not null,
    result text not null,
    primary key (job_id, position)
);

insert into new_job_part (job_id, position, result) select job_id, position, result from job_part;

drop table job_part;

drop table job;

alter table new_job rename to job;

alter table new_job_part rename to job_part;

create index job_of_study on job (study_id, created_at);

create index job_of_suite on job (suite_id, created_at);
