-- Kept for ever: it is what makes a replay of any event harmless. Written once and changed two to four times.
create table payment (
    order_id        uuid        primary key,
    state           text        not null
        check (state in ('NEW', 'AUTHORIZED', 'DECLINED', 'CAPTURED', 'CAPTURE_FAILED', 'VOIDED', 'REFUNDED')),
    goal            text        not null check (goal in ('AUTHORIZED', 'CAPTURED', 'NOTHING_HELD')),
    amount          numeric     not null check (amount >= 0),
    currency        char(3)     not null,
    token           text,
    reference       text,
    failure_code    text,
    failure_detail  text,
    order_sequence  bigint      not null,
    goal_cause      uuid        not null,
    event_sequence  bigint      not null,
    event_time      timestamptz,
    causation_id    uuid        not null,
    traceparent     text,
    key_round       integer     not null,
    looking_up      boolean     not null,
    waiting_since   timestamptz not null,
    attempts        integer     not null,
    next_attempt_at timestamptz,
    last_error      text,
    check (token is null or state = 'NEW'),
    check ((event_time is not null) = (event_sequence > 0)),
    check (reference is not null or state not in ('AUTHORIZED', 'CAPTURED', 'CAPTURE_FAILED', 'REFUNDED'))
) with (fillfactor = 70);

comment on table payment is 'What is held or charged for each order, and what should be';
comment on column payment.token is 'the provider''s token; null as soon as the authorization is granted or refused';
comment on column payment.reference is 'the provider''s name for the payment';
comment on column payment.order_sequence is 'ce_sequence of the latest order event that changed the goal; goal_cause is its id';
comment on column payment.event_sequence is
    'ce_sequence of its latest event, 0 before the first; with event_time and causation_id its envelope';
comment on column payment.causation_id is 'what caused the latest event, or will have caused the first';
comment on column payment.key_round is 'part of the idempotency key; counted up when a key can no longer lead to an answer';
comment on column payment.looking_up is 'the authorization is not repeated but searched for';
comment on column payment.waiting_since is 'since when the present operation is asked for under its present key, or is due';
comment on column payment.attempts is 'calls that were begun for the present operation under its present key';
comment on column payment.next_attempt_at is 'lease of a running call and schedule of the next one; null while nothing is due';

create index payment_due on payment (next_attempt_at) where next_attempt_at is not null;
