-- Null: the key was freed, and may be used anew. Of a null the unique index takes no notice.
alter table orders alter column idempotency_key drop not null;
