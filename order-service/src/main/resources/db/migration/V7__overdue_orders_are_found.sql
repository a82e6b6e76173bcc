-- Pending orders, the first deadline first. Among all that wait for answers they are few: after a long outage of mail, the
-- search for overdue ones went through millions of confirmed orders each time. It makes a decision write into all indexes,
-- which had kept out of them so far: 3 to 7 microseconds per order.
create index orders_pending on orders (deadline_at) where status = 'PENDING';
