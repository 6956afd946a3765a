create table study (
    id text primary key,
    name text not null,
    task text not null,
    metric text not null,
    trivial_accuracy double precision not null,
    shots integer not null,
    family text not null,
    created_at text not null
);

create table observation (
    study_id text not null references study (id) on delete cascade,
    position integer not null,
    task text not null,
    family text not null,
    model text not null,
    params double precision,
    tokens double precision,
    train_flops double precision,
    pretrain_loss_nats double precision,
    loss_corpus text not null,
    regime text not null,
    examples bigint not null,
    seed bigint not null,
    accuracy double precision not null,
    n_eval integer,
    split text not null,
    metric text not null,
    filter text not null,
    notes text not null,
    primary key (study_id, position)
);

create table fit (
    id text primary key,
    study_id text not null references study (id) on delete cascade,
    created_at text not null,
    fit text not null,
    draws text not null
);

create index fit_of_study on fit (study_id, created_at);

create table forecast (
    id text primary key,
    fit_id text not null references fit (id) on delete cascade,
    created_at text not null,
    forecast text not null
);

create index forecast_of_fit on forecast (fit_id, created_at);

create table idempotency (
    idempotency_key text primary key,
    request text not null,
    status integer not null,
    location text,
    body text not null
);
