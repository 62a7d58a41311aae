-- Every decision of a person, a job or a policy, a row each, chained by their hashes. Rows are added and never changed;
-- docs/operating.md says how a hash is made. seq is given out under a lock and not by the database: a rollback must leave no gap.
create table audit_log (
    seq bigint not null primary key,
    at bigint not null,
    actor text not null,
    action text not null,
    subject text not null,
    before text,
    after text,
    previous_hash text not null,
    hash text not null
);
create index audit_log_by_subject on audit_log (subject, seq);
