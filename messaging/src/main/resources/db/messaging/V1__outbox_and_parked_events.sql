-- What is to be published. A row is pending while it exists. Ids are drawn at insert, one by one (cache 1), so that they
-- follow the order of the row lock that the writer holds; they commit out of order, so no reader may use one as a cursor.
create table outbox (
  id          bigint generated always as identity (cache 1) primary key,
  topic       text        not null,
  record_key  bytea,
  headers     text        not null,
  value       bytea,
  created_at  timestamptz not null default clock_timestamp()
) with (
  -- Rows live for milliseconds: clean up by their number, not by a share of an almost empty table.
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000
);

-- One relay at a time publishes this outbox; the database's clock says until when.
create table relay_lease (
  id          int         primary key check (id = 1),
  holder      uuid,
  expires_at  timestamptz not null
);
insert into relay_lease (id, expires_at) values (1, '-infinity');

-- Records that could not be applied, with all that is needed to apply them after the fix.
create table parked_event (
  id            bigint generated always as identity primary key,
  topic         text        not null,
  partition     int         not null,
  record_offset bigint      not null,
  digest        uuid        not null,
  record_key    bytea,
  headers       text        not null,
  value         bytea,
  event_type    text,
  order_id      uuid,
  reason        text        not null,
  detail        text        not null,
  parked_at     timestamptz not null default now(),
  attempts      int         not null default 1,
  status        text        not null default 'PARKED' check (status in ('PARKED', 'REPLAYED', 'DISCARDED')),
  resolved_at   timestamptz,
  resolved_by   text,
  note          text,
  -- A record is parked once, however often it is delivered; the digest tells a recreated topic's record from it.
  unique (topic, partition, record_offset, digest),
  check ((status = 'PARKED') = (resolved_at is null))
);
create index parked_event_open on parked_event (id) where status = 'PARKED';
create index parked_event_order on parked_event (order_id) where order_id is not null;
