-- Which days people have already been told of a case's due date, and whether somebody has put the telling off.
alter table cases add column reminded_on text;
alter table cases add column escalated_on text;
alter table cases add column told_security_on text;
alter table cases add column snoozed_by text;
alter table cases add column snoozed_at bigint;
alter table cases add column snoozed_until text;

-- The cases in a reminder that is being posted; they count as told when it stands, and the rows are gone.
create table bulletin_cases (
    bulletin_id bigint not null,
    case_number bigint not null,
    primary key (bulletin_id, case_number)
);

create index cases_fixed_by_time on cases (closed_at) where state = 'fixed';
