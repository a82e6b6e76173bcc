-- Nobody searches by these columns. Statistics about them would cost more than all other upkeep of the table together.
alter table reservation
    alter column lines        set statistics 0,
    alter column shortages    set statistics 0,
    alter column causation_id set statistics 0;
