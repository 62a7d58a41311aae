-- Approved and requested decisions to leave resources of a case as they are, until a date.
create table exceptions (
    id $identity$,
    case_number bigint not null references cases (number),
    state text not null,
    scope text not null,
    reason text not null,
    evidence text,
    requested_by text not null,
    requested_at bigint not null,
    requested_until text not null,
    decided_by text,
    decided_at bigint,
    comment text,
    until text,
    ended_at bigint,
    chased_at bigint,
    renewal_asked_at bigint,
    version bigint not null
);
create index exceptions_by_case on exceptions (case_number);
create index exceptions_live on exceptions (state, id) where state in ('requested', 'approved');
create index exceptions_by_requester on exceptions (requested_by, id);

-- The resources as they were failing, or were chosen, when the exception was requested.
create table exception_resources (
    exception_id bigint not null references exceptions (id),
    resource_key text not null,
    resource_id text not null,
    primary key (exception_id, resource_key)
);
