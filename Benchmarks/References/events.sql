-- The past, and its last four weeks once more, as often as the month needs.
CREATE TABLE events AS
SELECT seq, customer, kind, moment, cart, amount FROM past
UNION ALL
SELECT 1000000000 + seq, customer, kind, moment + 2419200000, cart || '~1', amount
FROM past, run WHERE moment > start - 2419200000 AND moment <= start
UNION ALL
SELECT 2000000000 + seq, customer, kind, moment + 4838400000, cart || '~2', amount
FROM past, run WHERE moment > start - 2419200000 AND moment + 4838400000 <= finish;
