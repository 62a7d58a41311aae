-- Messages that are not about one case, such as a month's summary: one row for each kind, audience and period, posted once.
create table bulletins (
    id $identity$,
    kind text not null,
    audience text not null,
    period text not null,
    payload text,
    file_id text,
    channel text,
    ts text,
    fallback_reason text,
    posting_since bigint,
    posting_channel text,
    created_at bigint not null,
    posted_at bigint,
    done_at bigint,
    lease_until bigint not null,
    attempts integer not null,
    next_attempt_at bigint not null,
    last_error text,
    unique (kind, audience, period)
);
create index bulletins_due on bulletins (next_attempt_at) where done_at is null;
