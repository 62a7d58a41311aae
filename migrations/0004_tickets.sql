-- What a case's ticket should be and what it is, as case_messages is for Slack. One row for each case.
create table case_tickets (
    case_number bigint not null primary key references cases (number),
    desired bigint not null,
    actual bigint not null,
    origin text,
    tracker text,
    ticket_id text,
    project text,
    title text,
    status text,
    is_closed integer not null,
    assignee text,
    seen_at bigint,
    look integer not null,
    content_hash text,
    we_closed_it integer not null,
    reopened integer not null,
    reopened_at bigint,
    creating_since bigint,
    creating_project text,
    commenting_upto bigint,
    leaving_id text,
    trouble text,
    trouble_reason text,
    lease_until bigint not null,
    attempts integer not null,
    next_attempt_at bigint not null,
    last_error text,
    trace_parent text,
    created_at bigint not null
);
create index case_tickets_due on case_tickets (next_attempt_at) where desired > actual;
create index case_tickets_by_ticket on case_tickets (tracker, ticket_id) where ticket_id is not null;

-- What is still to be said in the ticket: lines of the case's history, told together.
create table ticket_comments (
    history_id bigint not null primary key,
    case_number bigint not null references cases (number),
    payload text not null
);
create index ticket_comments_by_case on ticket_comments (case_number, history_id);

-- Up to when the changes in a tracker's project have been looked at.
create table ticket_polls (
    tracker text not null,
    project text not null,
    since bigint not null,
    next_at bigint not null,
    primary key (tracker, project)
);

-- Cases from before: those that are open get a ticket, a ticket that people have linked is theirs.
insert into case_tickets (case_number, desired, actual, origin, is_closed, look, we_closed_it, reopened, lease_until, attempts, next_attempt_at, created_at)
select number, 1, 0, case when ticket_id is null then null else 'person' end, 0, 0, 0, 0, 0, 0, 0, updated_at from cases
where state in ('open', 'accepted');
