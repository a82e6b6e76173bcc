-- Up to which order the idempotency keys have been freed. Begun anew with each process, the walk through the orders of
-- years would never arrive at those whose time has come.
create table keys_freed (up_to uuid not null);
insert into keys_freed (up_to) values ('00000000-0000-0000-0000-000000000000');
