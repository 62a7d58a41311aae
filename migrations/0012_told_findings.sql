-- Findings that are only told are few beside those that are followed: the monthly summary finds them here, without reading the whole table.
create index findings_only_told on findings (finding_key, account_id, workflow, control_id, severity)
    where policy = 'notify' and compliance = 'FAILED' and record_state = 'ACTIVE';

-- What a summary says of them, so that they need not be looked up one by one when it is made.
alter table summary_findings add column control_id text;
alter table summary_findings add column severity text;
update summary_findings set
    control_id = (select f.control_id from findings f where f.finding_key = summary_findings.finding_key),
    severity = (select f.severity from findings f where f.finding_key = summary_findings.finding_key);
