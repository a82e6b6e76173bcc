-- A database and a role per service on one server; no role can connect to another's database.
-- Read by the image at its first start. Change the passwords here and in docker-compose.yml before others can reach the port.
create role orders login password 'orders';
create role inventory login password 'inventory';
create role payments login password 'payments';
create role notifications login password 'notifications';

create database orders owner orders;
create database inventory owner inventory;
create database payments owner payments;
create database notifications owner notifications;

revoke connect on database orders from public;
revoke connect on database inventory from public;
revoke connect on database payments from public;
revoke connect on database notifications from public;
revoke connect on database postgres from public;
