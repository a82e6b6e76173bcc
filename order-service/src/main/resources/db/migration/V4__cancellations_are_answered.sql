-- A rejection or a decline was taken for the answer to the cancellation that it caused. Whoever
-- never heard of that cancellation is asked again; the others answer a second time, which is no news.
update orders
set redrive_at = now()
where status = 'CANCELLED'
  and redrive_at is null
  and (stock <> 'RELEASED' or payment not in ('VOIDED', 'REFUNDED'));
