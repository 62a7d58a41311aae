-- How each recurring job stands. Hangfire knows too, but beside SQLite it forgets at every start.
create table jobs (
    job text not null primary key,
    known_since bigint not null,
    succeeded_at bigint,
    duration bigint,
    failures integer not null
);

create table job_runs (
    id $identity$,
    job text not null,
    instance text not null,
    started_at bigint not null,
    alive_at bigint not null,
    ended_at bigint,
    outcome text not null,
    reason text,
    found text
);
create index job_runs_by_job on job_runs (job, id);
create index job_runs_by_age on job_runs (started_at);

-- Operators who want a job to run now. The run that they saw last is part of the key, so that two clicks are one wish.
create table job_wishes (
    job text not null,
    after_run bigint not null,
    wished_by text not null,
    wished_at bigint not null,
    primary key (job, after_run)
);

-- Comparisons with Security Hub itself: one row for all scopes, from the first page to the last.
create table reconcile_runs (
    id $identity$,
    started_at bigint not null,
    ended_at bigint,
    compared bigint not null,
    repaired bigint not null,
    not_believed bigint not null,
    unreadable bigint not null
);
create index reconcile_runs_open on reconcile_runs (id) where ended_at is null;

-- How far the comparison is that is under way.
create table reconcile_scopes (
    scope text not null primary key,
    run_id bigint not null references reconcile_runs (id),
    started_at bigint not null,
    state text not null,
    page bigint not null,
    token text,
    restarts integer not null,
    compared bigint not null,
    unreadable bigint not null,
    nameless integer not null,
    not_believed bigint not null
);

-- What Security Hub has shown so far. Emptied when a scope is done.
create table reconcile_seen (
    scope text not null,
    seen_key text not null,
    primary key (scope, seen_key)
);

-- Written before the repair, so that one that is begun twice is counted once.
create table reconcile_repairs (
    run_id bigint not null references reconcile_runs (id),
    finding_key text not null,
    kind text not null,
    at bigint not null,
    primary key (run_id, finding_key)
);
create index reconcile_repairs_by_age on reconcile_repairs (at);
