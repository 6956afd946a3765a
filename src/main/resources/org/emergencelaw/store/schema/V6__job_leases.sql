-- Who works on a job, and until when nobody else may; a running job without a lease has lost its owner.
alter table job add column owner text;

alter table job add column leased_until text;
