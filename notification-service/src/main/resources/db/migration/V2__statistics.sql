-- Nobody searches by these columns. Statistics about them would cost more than all other upkeep of the table together.
alter table notification
    alter column message_id     set statistics 0,
    alter column content        set statistics 0,
    alter column causation_id   set statistics 0,
    alter column traceparent    set statistics 0,
    alter column last_error     set statistics 0,
    alter column failure_detail set statistics 0;
