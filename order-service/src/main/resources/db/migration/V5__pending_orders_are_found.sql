-- A caller's orders that wait for answers, the latest first: among them are the pending ones. Not by status, which would
-- make every decision write anew into all indexes; redrive_at does so already, and seldom.
create index orders_unanswered_of_caller on orders (caller, id) where redrive_at is not null;
