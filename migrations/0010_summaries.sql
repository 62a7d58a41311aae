-- A month's summaries: for whom, decided once, so that what changes in the account table meanwhile makes no second one.
create table summary_months (
    period text not null primary key,
    teams text not null,
    organisation text not null,
    planned_at bigint not null,
    made_at bigint
);

-- Findings whose policy is to be told only, and the summary that tells each of them; told_at is when it was really posted.
create table summary_findings (
    finding_key text not null primary key,
    audience text not null,
    period text not null,
    told_at bigint
);
create index summary_findings_by_summary on summary_findings (period, audience);

-- The workflow status that a finding should have in Security Hub.
create table finding_workflows (
    finding_key text not null primary key,
    wanted text not null,
    why text not null,
    wanted_at bigint not null
);
