-- What the scripts of the rules read; both databases load it from the same CSV files.
-- Times are milliseconds since 1970, days are days since then, amounts are fen.

-- The month: what falls due in (start, finish].
CREATE TABLE run (start BIGINT, finish BIGINT);

-- Its local days, with the moment at which each begins.
CREATE TABLE days (number INTEGER, midnight BIGINT, weekday INTEGER, date INTEGER);

-- Which birthdays recur on which day; lunar ones too.
CREATE TABLE recurrences (day INTEGER, birthday INTEGER);

-- Forecasts by city; rain in tenths of a millimetre.
CREATE TABLE signals (day INTEGER, city TEXT, rain INTEGER);

-- fresh: their interests have 生鲜.
CREATE TABLE customers (
    id INTEGER, tier TEXT, city TEXT, price_list INTEGER, fresh INTEGER, birthday INTEGER,
    coupon INTEGER);

-- What happened before the month.
CREATE TABLE past (
    seq BIGINT, customer INTEGER, kind TEXT, moment BIGINT, cart TEXT, amount BIGINT);
