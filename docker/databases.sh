#!/bin/bash
# A database and a role per service on one server; no role can connect to another's database. Read by the PostgreSQL
# image at its first start.
set -euo pipefail

create() { # create NAME PASSWORD
  psql -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d postgres -v name="$1" -v password="$2" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
revoke connect on database :"name" from public;
SQL
}

create orders "$ORDERS_PASSWORD"
create inventory "$INVENTORY_PASSWORD"
create payments "$PAYMENTS_PASSWORD"
create notifications "$NOTIFICATIONS_PASSWORD"
psql -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d postgres \
  -c 'revoke connect on database postgres, template1 from public'
