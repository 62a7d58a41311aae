-- What each person's Home tab should show and what it shows; only of people who have opened it.
create table home_views (
    user_id text not null primary key,
    opened_at bigint not null,
    cases_page integer not null,
    exceptions_page integer not null,
    approvals_page integer not null,
    desired bigint not null,
    actual bigint not null,
    content_hash text,
    seen text,
    looked_at bigint not null,
    refresh_at bigint,
    lease_until bigint not null,
    attempts integer not null,
    next_attempt_at bigint not null,
    last_error text
);

-- One person's cases among very many.
create index cases_open_by_assignee on cases (assignee) where state in ('open', 'accepted');
create index cases_open_by_account on cases (account_id, due_on) where state in ('open', 'accepted');
create index findings_new_controls on findings (control_id) where policy_source = 'new-control';
