-- Accounts and organisational units in which a control stays on although the policy is to disable it.
create table control_exceptions (
    scope text not null,
    control_key text not null,
    control text not null,
    reason text not null,
    until text not null,
    updated_at bigint not null,
    updated_by text not null,
    primary key (scope, control_key)
);

-- What was found to differ in AWS, and what became of it. The message in Slack is edited for as long as it is applied.
create table control_plans (
    id $identity$,
    state text not null,
    wanted text not null,
    report text not null,
    requested_by text not null,
    created_at bigint not null,
    decided_by text,
    decided_at bigint,
    ended_at bigint,
    announced_at bigint,
    channel text,
    ts text,
    file_state text,
    shown_state text,
    shown text,
    show_at bigint not null
);
create index control_plans_by_state on control_plans (state);

-- One row for each account and Region, or for each configuration policy: what an instance takes at once, and what it was told to do.
create table control_batches (
    id $identity$,
    plan_id bigint not null references control_plans (id),
    kind text not null,
    target text not null,
    region text not null,
    changes text not null,
    size integer not null,
    state text not null,
    switched integer not null,
    kept integer not null,
    problems text,
    lease_until bigint not null,
    next_attempt_at bigint not null,
    attempts integer not null,
    ended_at bigint
);
create index control_batches_of_plan on control_batches (plan_id, state);
create index control_batches_due on control_batches (next_attempt_at) where state = 'waiting';
