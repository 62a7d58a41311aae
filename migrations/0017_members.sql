-- The accounts that are, or were, members of the organisation's Security Hub; left_at is when one no longer was.
create table members (
    account_id text not null primary key,
    name text,
    first_seen_at bigint not null,
    left_at bigint,
    left_reason text
);
create index members_left on members (account_id) where left_at is not null;
