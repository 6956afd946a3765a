create table model (
    model text not null,
    revision text not null,
    base text not null,
    family text not null,
    params double precision,
    tokens double precision,
    train_flops double precision,
    pretrain_loss_nats double precision,
    loss_corpus text not null,
    finetune_examples bigint,
    seed bigint,
    split text not null,
    primary key (model, revision)
);
