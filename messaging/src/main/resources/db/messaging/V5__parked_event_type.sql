-- A stranger chooses it, as long as a record may be, and a page of a list has it as often as it has events.
update parked_event set event_type = left(event_type, 255) where length(event_type) > 255;
comment on column parked_event.event_type is 'ce_type, its first 255 characters; all of it is in the headers';
