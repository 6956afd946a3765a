-- SHA-256 of the study's rows as tidy CSV, written with them; null where it has to be computed again.
alter table study add column observation_revision text;

-- Whoever changes rows, the revision never says more than is true.
create trigger observation_added after insert on observation
when (select observation_revision from study where id = new.study_id) is not null
begin
    update study set observation_revision = null where id = new.study_id;
end;

create trigger observation_changed after update on observation
when (select observation_revision from study where id = new.study_id) is not null
begin
    update study set observation_revision = null where id = new.study_id;
end;

create trigger observation_deleted after delete on observation
when (select observation_revision from study where id = old.study_id) is not null
begin
    update study set observation_revision = null where id = old.study_id;
end;
