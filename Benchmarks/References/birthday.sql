-- Three days before the birthday, at ten.
SELECT COUNT(*)
FROM run, days d
JOIN recurrences r ON r.day = d.number + 3
JOIN customers c ON c.birthday = r.birthday
WHERE d.midnight + 36000000 > start AND d.midnight + 36000000 <= finish
    AND c.tier IN ('silver', 'gold', 'platinum');
