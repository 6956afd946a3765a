-- A family of checkpoints with many tasks: a study a task.
create table suite (
    id text primary key,
    name text not null,
    family text not null,
    created_at text not null,
    flops_per_param_token double precision not null,
    param_count text not null,
    loss_law text
);

create table suite_study (
    suite_id text not null references suite (id) on delete cascade,
    study_id text not null unique references study (id) on delete cascade,
    primary key (suite_id, study_id)
);

-- What was forecast of a task of a suite; basis says of which fit, rows and level, so that nothing that is out of date is shown.
create table suite_forecast (
    study_id text not null references study (id) on delete cascade,
    plan text not null,
    basis text not null,
    input_sha256 text not null,
    created_at text not null,
    forecast text not null,
    primary key (study_id, plan, basis)
);

-- A probability that a person waits for.
create table watch (
    id text primary key,
    suite_id text not null references suite (id) on delete cascade,
    task text,
    plan text not null,
    threshold double precision not null,
    created_at text not null
);

-- What a watch saw of a task, once for each state of its rows.
create table watch_reading (
    watch_id text not null references watch (id) on delete cascade,
    study_id text not null references study (id) on delete cascade,
    position integer not null,
    input_sha256 text not null,
    at text not null,
    probability double precision not null,
    crossed text,
    primary key (watch_id, study_id, position)
);

-- Which locked forecast was locked with which suite; as the ledger, it outlives both.
create table suite_lock (
    forecast_id text primary key,
    suite_id text not null,
    locked_at text not null
);
