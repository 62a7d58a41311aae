-- With Directory:Store = dynamodb, accounts and policies are the bot's copy of the two DynamoDB tables: which ones, and when they were last read.
create table directory_copies (
    name text not null primary key,
    source text not null,
    read_at bigint not null
);

-- What is in the DynamoDB tables and cannot be used, so that each is told once.
create table directory_problems (
    name text not null,
    row_key text not null,
    problem text not null,
    since bigint not null,
    primary key (name, row_key)
);
