-- The checks are invariant S1: no statement, ours or an operator's, can oversell or lose a piece.
-- Hot products change their row with every batch: half of each page stays free and no changing column is
-- indexed, so that the new version of a row stays on its page and no index grows (HOT update).
create table stock (
    sku       text collate "C" primary key,
    on_hand   bigint not null,
    reserved  bigint not null default 0,
    restocked bigint not null,
    committed bigint not null default 0,
    returned  bigint not null default 0,
    check (sku ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
    check (0 <= reserved and reserved <= on_hand),
    check (0 <= returned and returned <= committed),
    check (on_hand = restocked - committed + returned)
) with (fillfactor = 50);

comment on table stock is 'The pieces of each SKU';
comment on column stock.on_hand is 'pieces on the shelf, reserved ones included';
comment on column stock.reserved is 'sum over the lines of all reservations in state RESERVED';
comment on column stock.restocked is 'all pieces ever put on the shelf, the first ones included';
comment on column stock.committed is 'all pieces that ever left for confirmed orders';
comment on column stock.returned is 'those of them that came back when their order was cancelled';

-- Kept for ever: it is what makes a replay of any event harmless. Written once and changed at most twice.
create table reservation (
    order_id       uuid        primary key,
    state          text        not null check (state in ('RESERVED', 'REJECTED', 'COMMITTED', 'RELEASED')),
    lines          jsonb       not null,
    shortages      jsonb       not null,
    held           boolean     not null,
    order_sequence bigint      not null,
    event_sequence bigint      not null check (event_sequence > 0),
    event_time     timestamptz not null,
    causation_id   uuid        not null,
    check (held or state in ('REJECTED', 'RELEASED'))
) with (fillfactor = 75);

comment on table reservation is 'What has become of the demand of each order';
comment on column reservation.lines is 'what the order demands, held or not: [{sku, quantity}], one per SKU';
comment on column reservation.shortages is 'why it was rejected: [{sku, requested, available}]';
comment on column reservation.held is 'whether its lines were ever set aside';
comment on column reservation.order_sequence is 'ce_sequence of the latest order event that changed it';
comment on column reservation.event_sequence is 'ce_sequence of its latest event; with event_time and causation_id its envelope';

-- Each restocking that was counted, so that a repeated request is not counted again. As few as deliveries.
create table restocking (
    sku             text collate "C" references stock,
    idempotency_key text,
    quantity        bigint      not null check (quantity > 0),
    counted_at      timestamptz not null default now(),
    primary key (sku, idempotency_key)
);
