create trigger audit_log_no_update before update on audit_log
begin
    select raise(abort, 'audit_log is append-only: update refused');
end;

create trigger audit_log_no_delete before delete on audit_log
begin
    select raise(abort, 'audit_log is append-only: delete refused');
end;

-- "insert or replace" would take a row away without asking the trigger above.
create trigger audit_log_no_replace before insert on audit_log when exists (select 1 from audit_log where seq = new.seq)
begin
    select raise(abort, 'audit_log is append-only: replace refused');
end;
