-- SHA-256 of the study's rows as tidy CSV, written with them; null where it has to be computed again.
alter table study add column observation_revision text;

-- Whoever changes rows, the revision never says more than is true.
create function observations_changed() returns trigger language plpgsql as $$
begin
    update study set observation_revision = null
    where observation_revision is not null and id in (select study_id from changed);
    return null;
end $$;

create trigger observation_added after insert on observation
referencing new table as changed for each statement execute function observations_changed();

create trigger observation_changed after update on observation
referencing new table as changed for each statement execute function observations_changed();

create trigger observation_deleted after delete on observation
referencing old table as changed for each statement execute function observations_changed();
