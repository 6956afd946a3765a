-- Who may come in. What is kept of a token is its digest: whoever reads the file cannot use it.
create table access_token (
    name text primary key,
    sha256 text not null unique,
    scope text not null,
    created_at text not null,
    expires_at text not null,
    revoked_at text
);

-- Who did what; nothing of it is ever changed.
create table audit (
    sequence integer primary key,
    at text not null,
    who text not null,
    request text not null,
    did text not null
);

create trigger audit_is_not_changed before update on audit
begin
    select raise(abort, 'the audit is append-only: no entry is ever changed');
end;

create trigger audit_is_not_cut before delete on audit
begin
    select raise(abort, 'the audit is append-only: no entry is ever deleted');
end;
