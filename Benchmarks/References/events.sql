-- The past, and its last four weeks once more, as often as the month needs.
CREATE TABLE events AS
SELECT seq, customer, kind, at, cart, amount FROM past
UNION ALL
SELECT 1000000000 + seq, customer, kind, at + 2419200000, cart || '~1', amount
FROM past, run WHERE at > start - 2419200000 AND at <= start
UNION ALL
SELECT 2000000000 + seq, customer, kind, at + 4838400000, cart || '~2', amount
FROM past, run WHERE at > start - 2419200000 AND at + 4838400000 <= finish;
