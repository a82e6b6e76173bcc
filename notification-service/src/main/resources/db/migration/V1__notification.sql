-- Kept for ever: it is what makes a replay of any event harmless. Only its content is personal, and is erased in time.
create table notification (
    order_id        uuid,
    kind            text        check (kind in ('ORDER_CONFIRMED', 'ORDER_CANCELLED')),
    state           text        not null default 'PENDING' check (state in ('PENDING', 'SENT', 'FAILED')),
    message_id      text        not null,
    content         jsonb,
    causation_id    uuid        not null,
    traceparent     text,
    recorded_at     timestamptz not null,
    attempts        int         not null default 0,
    next_attempt_at timestamptz,
    last_error      text,
    answered_at     timestamptz,
    event_sequence  bigint      check (event_sequence > 0),
    event_time      timestamptz,
    failure_code    text,
    failure_detail  text,
    primary key (order_id, kind),
    unique (order_id, event_sequence),
    check (state = 'PENDING' or next_attempt_at is null),
    check (state <> 'PENDING' or content is not null),
    check ((state = 'PENDING') = (event_sequence is null)),
    check ((event_sequence is null) = (event_time is null)),
    check ((event_sequence is null) = (answered_at is null)),
    check ((state = 'FAILED') = (failure_code is not null))
) with (fillfactor = 80);

create index notification_to_send on notification (next_attempt_at) where state = 'PENDING';
create index notification_to_erase on notification (answered_at) where content is not null and state <> 'PENDING';

comment on table notification is 'What each customer was or will be told, one mail each';
comment on column notification.content is 'the order event that the mail tells of; null once it has been erased';
comment on column notification.recorded_at is 'the Date of the mail';
comment on column notification.attempts is 'how often it was leased: with the lease, this number must match to plan another attempt';
comment on column notification.next_attempt_at is 'lease and retry schedule; null while the mail about an earlier outcome goes first';
comment on column notification.event_sequence is 'ce_sequence of the answer; with event_time and causation_id its envelope';
