-- The catalogue.
create table product (
    sku      text    primary key,
    name     text    not null,
    price    numeric not null check (price >= 0),
    currency text    not null check (length(currency) = 3),
    sellable boolean not null
);

create sequence order_number start 100001;

-- One row per order: what was ordered, and how far it has come. Everything but the last index stays
-- true to itself under updates, and a page keeps room, so that all but one update of an order's life
-- leave the indexes alone.
create table orders (
    id                    uuid        primary key,
    number                bigint      not null default nextval('order_number'),
    caller                text        not null,
    idempotency_key       text        not null,
    request_hash          uuid        not null,
    customer_name         text        not null,
    customer_email        text        not null,
    lines                 jsonb       not null,
    total                 numeric     not null check (total >= 0),
    currency              text        not null check (length(currency) = 3),
    shipping_address      jsonb,
    payment_token         text,
    status                text        not null default 'PENDING',
    stock                 text        not null default 'AWAITED',
    payment               text        not null default 'AWAITED',
    confirmation_mail     text        not null default 'AWAITED',
    cancellation_mail     text        not null default 'AWAITED',
    cancellation_reason   text,
    cancellation_detail   text,
    version               integer     not null default 1,
    sequence              bigint      not null default 1,
    inventory_sequence    bigint      not null default 0,
    payment_sequence      bigint      not null default 0,
    notification_sequence bigint      not null default 0,
    redrives              integer     not null default 0,
    -- Event times of the service's clock, to be shown.
    created_at            timestamptz not null,
    updated_at            timestamptz not null,
    -- Times to decide on, all by this server's clock.
    stated_at             timestamptz not null,
    confirmed_at          timestamptz,
    deadline_at           timestamptz not null,
    redrive_at            timestamptz,

    constraint one_order_per_idempotency_key unique (caller, idempotency_key),
    constraint known_status check (status in ('PENDING', 'CONFIRMED', 'CANCELLED')),
    constraint known_stock check (stock in ('AWAITED', 'RESERVED', 'REJECTED', 'COMMITTED', 'RELEASED')),
    constraint known_payment check (payment in
        ('AWAITED', 'AUTHORIZED', 'DECLINED', 'CAPTURED', 'CAPTURE_FAILED', 'VOIDED', 'REFUNDED')),
    constraint known_mail check (confirmation_mail in ('AWAITED', 'SENT', 'FAILED')
        and cancellation_mail in ('AWAITED', 'SENT', 'FAILED')),
    constraint pending_is_undecided check (status <> 'PENDING' or (stock in ('AWAITED', 'RESERVED')
        and payment in ('AWAITED', 'AUTHORIZED') and not (stock = 'RESERVED' and payment = 'AUTHORIZED')
        and confirmed_at is null and redrive_at is not null)),
    constraint confirmed_has_stock_and_money check (status <> 'CONFIRMED' or (stock in ('RESERVED', 'COMMITTED')
        and payment in ('AUTHORIZED', 'CAPTURED') and confirmed_at is not null)),
    constraint cancelled_has_a_reason check ((status = 'CANCELLED') = (cancellation_reason is not null)),
    constraint goods_and_money_leave_after_confirmation check (confirmed_at is not null
        or (stock <> 'COMMITTED' and payment not in ('CAPTURED', 'CAPTURE_FAILED', 'REFUNDED')
            and confirmation_mail = 'AWAITED')),
    constraint given_back_after_cancellation check (status = 'CANCELLED'
        or (stock <> 'RELEASED' and payment not in ('VOIDED', 'REFUNDED') and cancellation_mail = 'AWAITED')),
    constraint payment_token_while_pending check ((status = 'PENDING') = (payment_token is not null))
) with (fillfactor = 70);

-- A caller's orders, the latest first: ids are in the order of time.
create index orders_of_caller on orders (caller, id);

-- Who still waits for answers, the longest waiting first; empty while all is well.
create index orders_unanswered on orders (redrive_at) where redrive_at is not null;

-- The history of every order: its own events and those that it took in, as they were stated.
create table order_event (
    order_id     uuid        not null references orders on delete cascade,
    version      integer     not null check (version > 0),
    event_id     uuid        not null,
    type         text        not null,
    source       text        not null,
    sequence     bigint      not null,
    causation_id uuid,
    time         timestamptz not null,
    traceparent  text,
    -- Text, so that an event which is published again has the same bytes.
    data         text        not null,
    primary key (order_id, version)
);
