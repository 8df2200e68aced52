-- Each parcel, at once.
SELECT COUNT(*) FROM run, events e
WHERE e.kind = 'parcel.arrived' AND e.at > start AND e.at <= finish;
