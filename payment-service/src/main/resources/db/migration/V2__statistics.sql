-- Nobody searches by these columns. Statistics about them would cost more than all other upkeep of the table together.
alter table payment
    alter column token          set statistics 0,
    alter column reference      set statistics 0,
    alter column failure_detail set statistics 0,
    alter column goal_cause     set statistics 0,
    alter column causation_id   set statistics 0,
    alter column traceparent    set statistics 0,
    alter column last_error     set statistics 0;
