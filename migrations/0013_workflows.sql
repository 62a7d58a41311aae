-- What a finding's workflow status in Security Hub should be, beside what it is. They stand in one row with it, so that the indexes below
-- hold just the findings that differ, whoever changed which side, and intake has nothing to do for it.
alter table findings add column wanted_workflow text;
alter table findings add column wanted_note text not null default '';
alter table findings add column wanted_need integer not null default 0;
alter table findings add column written_note text not null default '';
alter table findings add column suppressed_by_us integer not null default 0;
alter table findings add column workflow_tried_at bigint not null default 0;
alter table findings add column workflow_next_at bigint not null default 0;
alter table findings add column workflow_attempts integer not null default 0;
alter table findings add column workflow_error text;

-- The same condition as WorkflowQueue.Differs. Whatever somebody else has suppressed is left alone.
create index findings_workflow_due on findings (wanted_need, workflow_next_at)
    where wanted_workflow is not null
        and (wanted_workflow <> workflow or (wanted_note <> '' and wanted_note <> written_note))
        and (workflow <> 'SUPPRESSED' or suppressed_by_us = 1 or wanted_workflow = 'SUPPRESSED');
create index findings_workflow_alike on findings (wanted_need, wanted_workflow, wanted_note, workflow_next_at)
    where wanted_workflow is not null
        and (wanted_workflow <> workflow or (wanted_note <> '' and wanted_note <> written_note))
        and (workflow <> 'SUPPRESSED' or suppressed_by_us = 1 or wanted_workflow = 'SUPPRESSED');
create index findings_suppressed_elsewhere on findings (finding_key)
    where wanted_workflow is not null and wanted_workflow <> 'SUPPRESSED' and workflow = 'SUPPRESSED' and suppressed_by_us = 0;

-- Which control, in which account and Region, to look at again: what its findings are wanted to be may have changed.
create table workflow_looks (
    id $identity$,
    account_id text not null,
    region text not null,
    control_key text not null
);

-- How far the slow look at everything is, in case nobody said that something has changed.
create table workflow_pass (
    one integer not null primary key check (one = 1),
    account_id text not null,
    region text not null,
    control_key text not null,
    begun_at bigint not null,
    ended_at bigint
);
insert into workflow_pass (one, account_id, region, control_key, begun_at, ended_at) values (1, '', '', '', 0, null);
