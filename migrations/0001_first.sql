-- One SQL text for PostgreSQL and SQLite. Instants are bigint microseconds since 1970-01-01T00:00Z, dates are text yyyy-MM-dd.
-- $identity$ is the one thing that the two databases write differently.

create table accounts (
    account_id text not null primary key,
    name text not null,
    environment text not null,
    channel text not null,
    owners text not null,
    escalation text,
    ticket_project text,
    language text not null,
    version bigint not null,
    updated_at bigint not null,
    updated_by text not null
);

create table policies (
    standard text not null,
    control_key text not null,
    control text not null,
    policy text,
    category text,
    due_days integer,
    environments text not null,
    note text not null,
    version bigint not null,
    updated_at bigint not null,
    updated_by text not null,
    primary key (standard, control_key)
);

-- One row; its version rises with every change to accounts or policies, so that every instance sees that its cache is old.
create table directory_version (
    one integer not null primary key check (one = 1),
    version bigint not null
);
insert into directory_version (one, version) values (1, 1);

create table findings (
    finding_key text not null primary key,
    finding_id text not null,
    product_arn text not null,
    account_id text not null,
    region text not null,
    control_key text,
    control_id text,
    standards text not null,
    compliance text,
    record_state text not null,
    workflow text not null,
    severity text not null,
    title text not null,
    resources text not null,
    updated_at bigint not null,
    received_at bigint not null,
    content_hash text not null,
    state_hash text not null,
    original text not null,
    policy text,
    policy_source text,
    policy_standard text
);
create index findings_by_case on findings (account_id, region, control_key);
create index findings_by_control on findings (control_key);

-- Appended to by intake, emptied by the decider: which controls, in which account and Region, to look at again.
create table decision_queue (
    id $identity$,
    account_id text not null,
    region text not null,
    control_key text not null,
    queued_at bigint not null,
    not_before bigint not null,
    attempts integer not null,
    trace_parent text
);
create index decision_queue_by_case on decision_queue (account_id, region, control_key);

create table cases (
    number $identity$,
    account_id text not null,
    region text not null,
    control_key text not null,
    control_id text not null,
    state text not null,
    severity text not null,
    title text not null,
    standards text not null,
    episode integer not null,
    opened_at bigint not null,
    due_on text not null,
    assignee text,
    accepted_at bigint,
    closed_at bigint,
    ticket_id text,
    ticket_url text,
    unfixed integer not null,
    version bigint not null,
    updated_at bigint not null,
    unique (account_id, region, control_key)
);
create index cases_open_by_due on cases (due_on) where state in ('open', 'accepted');

create table case_resources (
    case_number bigint not null references cases (number),
    resource_key text not null,
    resource_id text not null,
    type text not null,
    region text not null,
    partition_name text not null,
    state text not null,
    first_failed_at bigint not null,
    fixed_at bigint,
    primary key (case_number, resource_key)
);

create table case_history (
    id $identity$,
    case_number bigint not null references cases (number),
    at bigint not null,
    actor text not null,
    kind text not null,
    detail text not null
);
create index case_history_by_case on case_history (case_number, id);

-- What Slack should show of a case and what it shows: the card, the list of further resources, and sentences in the thread.
create table case_messages (
    id $identity$,
    case_number bigint not null references cases (number),
    slot text not null,
    kind text not null,
    payload text,
    desired bigint not null,
    actual bigint not null,
    priority integer not null,
    channel text,
    ts text,
    lane text,
    content_hash text,
    fallback_reason text,
    fallback_channel text,
    posting_since bigint,
    posting_channel text,
    posting_thread text,
    old_channel text,
    old_ts text,
    refresh_at bigint,
    lease_until bigint not null,
    attempts integer not null,
    next_attempt_at bigint not null,
    last_error text,
    trace_parent text,
    created_at bigint not null,
    unique (case_number, slot)
);
create index case_messages_due on case_messages (next_attempt_at) where desired > actual;
create index case_messages_refresh on case_messages (refresh_at) where refresh_at is not null;
create index case_messages_leased on case_messages (lease_until) where lease_until > 0;
create index case_messages_by_lane on case_messages (lane) where lane is not null;
create index case_messages_by_ts on case_messages (channel, ts);

-- Events API deliveries, stored before they are acknowledged and handled once.
create table slack_events (
    event_id text not null primary key,
    received_at bigint not null,
    body text not null,
    handled_at bigint,
    not_before bigint not null,
    attempts integer not null
);
create index slack_events_open on slack_events (received_at) where handled_at is null;
create index slack_events_done on slack_events (handled_at) where handled_at is not null;

create table rejected_events (
    id $identity$,
    sha256 text not null unique,
    first_at bigint not null,
    last_at bigint not null,
    times integer not null,
    size_bytes bigint not null,
    reason text not null,
    body text not null
);
create index rejected_events_by_age on rejected_events (last_at);

-- Valid EventBridge events that no feature handles yet, counted by kind.
create table unhandled_events (
    kind text not null primary key,
    times bigint not null,
    last_at bigint not null
);
