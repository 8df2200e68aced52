-- Two hours (and the minute that late orders are given) after a cart was last touched, if nothing
-- was ordered since; once a cart. Orders of a year are counted at the minute of the decision.
WITH candidates AS (
    SELECT e.customer, e.cart, e.moment + 7260000 AS due
    FROM run, events e
    WHERE e.kind = 'cart.updated' AND e.amount >= 3000
        AND e.moment > start - 7260000 AND e.moment <= finish - 7260000
        AND NOT EXISTS (
            SELECT 1 FROM events o
            WHERE o.customer = e.customer AND o.kind = 'order.placed'
                AND o.moment >= e.moment AND o.moment <= e.moment + 7200000)
        AND NOT EXISTS (
            SELECT 1 FROM events l
            WHERE l.customer = e.customer AND l.kind = 'cart.updated' AND l.cart = e.cart
                AND l.moment >= e.moment AND l.moment <= e.moment + 7200000
                AND (l.moment > e.moment OR l.seq > e.seq))),
ticks AS (
    SELECT customer, cart, due + (60000 - due % 60000) % 60000 AS tick FROM candidates)
SELECT COUNT(*) FROM (
    SELECT DISTINCT t.customer, t.cart
    FROM ticks t JOIN customers c ON c.id = t.customer
    WHERE c.tier IN ('gold', 'platinum') OR EXISTS (
        SELECT 1 FROM events o
        WHERE o.customer = t.customer AND o.kind = 'order.placed'
            AND o.moment > t.tick - 31536000000 AND o.moment <= t.tick)) found;
