-- Who replayed a parked event in vain last, and when.
alter table parked_event add column tried_at timestamptz, add column tried_by text;
