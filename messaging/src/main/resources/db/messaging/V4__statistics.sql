-- Nobody searches by these columns. Statistics about them would cost more than all other upkeep of the tables together.
alter table outbox
  alter column topic      set statistics 0,
  alter column record_key set statistics 0,
  alter column headers    set statistics 0,
  alter column value      set statistics 0,
  alter column created_at set statistics 0;
