-- The order in which fits were kept: a clock may run backwards, and the newest fit is the newest all the same.
alter table fit add column sequence integer not null default 0;

update fit set sequence = (
    select count(*) from fit earlier where (earlier.created_at, earlier.id) <= (fit.created_at, fit.id));

drop index fit_of_study;

create index fit_of_study on fit (study_id, sequence);

create unique index fit_by_order on fit (sequence);
