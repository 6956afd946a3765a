-- A job may be of a suite instead of a study, or of a forecast too, and what was asked of it stands with it.
alter table job alter column study_id drop not null;

alter table job add column suite_id text references suite (id) on delete cascade;

alter table job add column forecast_id text references forecast (id) on delete cascade;

alter table job add column request text;

create index job_of_suite on job (suite_id, created_at);
