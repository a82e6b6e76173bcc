-- Who compares what the service has recorded, until when by this server's clock, and what the latest run found.
create table reconciliation (
  id            int         primary key default 1 check (id = 1),
  holder        uuid,
  leased_until  timestamptz not null default '-infinity',
  started_at    timestamptz not null default now(),
  finished_at   timestamptz,
  checked       bigint      not null default 0,
  found         bigint      not null default 0,
  findings      text        not null default '[]'
);
comment on column reconciliation.started_at is 'of the latest run; before the first, when the table was made';
comment on column reconciliation.findings is 'the first thousand: [{check, subject, what}]';
insert into reconciliation default values;
