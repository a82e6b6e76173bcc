-- Nobody searches by these columns. Statistics about them would cost more than all other upkeep of the tables together.
alter table orders
    alter column request_hash        set statistics 0,
    alter column customer_name       set statistics 0,
    alter column customer_email      set statistics 0,
    alter column lines               set statistics 0,
    alter column shipping_address    set statistics 0,
    alter column payment_token       set statistics 0,
    alter column cancellation_detail set statistics 0;
alter table order_event
    alter column event_id     set statistics 0,
    alter column causation_id set statistics 0,
    alter column traceparent  set statistics 0,
    alter column data         set statistics 0;
