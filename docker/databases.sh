#!/bin/bash
# A database and a role per service on one server; no role can connect to another's database. Makes what is missing, before
# the services at every start: a first start that was broken off is finished by the next.
set -euo pipefail

create() { # create NAME PASSWORD
  if PGPASSWORD=$2 psql -U "$1" -d "$1" -c 'select 1' >/dev/null 2>&1; then return; fi
  psql -v ON_ERROR_STOP=1 -d postgres -v name="$1" -v password="$2" <<'SQL'
select format('create role %I', :'name')
 where not exists (select from pg_roles where rolname = :'name') \gexec
select format('create database %I owner %I', :'name', :'name')
 where not exists (select from pg_database where datname = :'name') \gexec
revoke connect on database :"name" from public;
revoke connect on database postgres, template1 from public;
-- Last: who can log in lacks nothing, and is not looked at again.
alter role :"name" login password :'password';
SQL
}

create orders "$ORDERS_PASSWORD"
create inventory "$INVENTORY_PASSWORD"
create payments "$PAYMENTS_PASSWORD"
create notifications "$NOTIFICATIONS_PASSWORD"
