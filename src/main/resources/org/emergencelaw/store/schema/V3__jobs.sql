create table job (
    id text primary key,
    study_id text not null references study (id) on delete cascade,
    kind text not null,
    seed bigint not null,
    input_sha256 text not null,
    state text not null,
    total integer not null,
    created_at text not null,
    finished_at text,
    reason text,
    result text
);

create index job_of_study on job (study_id, created_at);

-- what is finished of a job, so that a restart goes on where it stopped
create table job_part (
    job_id text not null references job (id) on delete cascade,
    position integer not null,
    result text not null,
    primary key (job_id, position)
);
