-- Who may come in. What is kept of a token is its digest: whoever reads the database cannot use it.
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
    sequence bigint primary key,
    at text not null,
    who text not null,
    request text not null,
    did text not null
);

create trigger audit_is_not_changed before update on audit
for each row execute function append_only('the audit is append-only: no entry is ever changed');

create trigger audit_is_not_cut before delete on audit
for each row execute function append_only('the audit is append-only: no entry is ever deleted');

create trigger audit_is_not_emptied before truncate on audit
for each statement execute function append_only('the audit is append-only: no entry is ever deleted');
