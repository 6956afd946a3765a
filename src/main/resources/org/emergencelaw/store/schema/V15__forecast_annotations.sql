-- What a person says of a forecast, whether draft or locked; the forecast itself never changes.
create table forecast_annotation (
    forecast_id text primary key references forecast (id) on delete cascade,
    remark text not null,
    archived integer not null
);
