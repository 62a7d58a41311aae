-- The score as it was on each day, for trends. It cannot be computed afterwards: findings are kept in their newest state only.
create table score_snapshots (
    day text not null,
    scope text not null,
    subject text not null,
    standard text not null,
    passed integer not null,
    failed integer not null,
    unknown integer not null,
    failed_critical integer not null,
    failed_high integer not null,
    failed_medium integer not null,
    failed_low integer not null,
    failed_findings bigint not null,
    suppressed_findings bigint not null,
    taken_at bigint not null,
    primary key (scope, subject, standard, day)
);
create index score_snapshots_by_day on score_snapshots (day);
