-- A payment that somebody captured at the provider before the order was cancelled is found and refunded. Not validated:
-- what is there obeys the narrower rule that this one replaces, and looking would lock the table for as long.
alter table orders
    drop constraint goods_and_money_leave_after_confirmation,
    add constraint goods_and_money_leave_after_confirmation check (confirmed_at is not null
        or (stock <> 'COMMITTED' and payment <> 'CAPTURE_FAILED' and confirmation_mail = 'AWAITED'
            and (payment not in ('CAPTURED', 'REFUNDED') or status = 'CANCELLED'))) not valid;
