-- What a change of a control's policy touches is read account by account.
drop index findings_by_control;
create index findings_by_control on findings (control_key, account_id, region);
