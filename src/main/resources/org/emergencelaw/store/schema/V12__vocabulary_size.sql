alter table model add column vocabulary_size bigint;
