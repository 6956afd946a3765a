alter table study add column flops_per_param_token double precision not null default 6;

alter table study add column param_count text not null default 'embedding';

alter table study add column loss_law text;
