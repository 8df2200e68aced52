-- As a careful hand would lay them for these questions; DuckDB needs none.
CREATE INDEX events_kind ON events (kind, moment);
CREATE INDEX events_customer ON events (customer, kind, moment);
CREATE INDEX customers_id ON customers (id);
CREATE INDEX customers_birthday ON customers (birthday);
CREATE INDEX customers_coupon ON customers (coupon);
CREATE INDEX customers_city ON customers (city);
ANALYZE;
