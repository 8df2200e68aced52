#!/usr/bin/env bash
# The story of `make demo`: made-up customers, a dry run of a month, then twenty seconds live
# against the simulated carrier. Everything happens in demo/, which is made anew each time.
#
# HONGYAN          the built command (set by make)
# DEMO_CUSTOMERS   how many customers to make up (10000)
set -euo pipefail

hongyan=${HONGYAN:?set HONGYAN to the built command, or call this through make demo}
customers=${DEMO_CUSTOMERS:-10000}
root=$(cd "$(dirname "$0")/.." && pwd)
demo=$root/demo

headline() {
    if [ -t 1 ]; then printf '\n\033[1m%s\033[0m\n' "$*"; else printf '\n%s\n' "$*"; fi
}

# Shows a command as a person would type it, then runs it.
show() {
    local word line='$ hongyan'
    for word in "$@"; do
        case $word in *' '*) line+=" \"$word\"" ;; *) line+=" $word" ;; esac
    done
    printf '\n%s\n' "$line"
    "$hongyan" "$@"
}

# An import that turned rows away exits with 3. The made-up data holds bad numbers on purpose, so
# the demo expects that and shows the first of them; any other failure ends the demo.
import() {
    local kind=$1 file=$2 rejects="${2%.csv}.rejects.csv" code=0
    show import "$kind" "$file" --rejects "$rejects" || code=$?
    case $code in
    0) ;;
    3)
        printf '(exit 3: some rows were turned away; the first of %s)\n' "$rejects"
        head -n 3 "$rejects" | cut -d, -f1,2
        ;;
    *) exit "$code" ;;
    esac
}

# Parcels that arrive just now for the first customers of the file: a service message each, decided
# on arrival. Also a few fresh registrations, which meet every gate of marketing.
burst() {
    local now
    now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    {
        echo 'id,customer,event,at,parcel_id,code,station'
        sed -n '2,61p' data/customers.csv | cut -d, -f1 | while read -r customer; do
            number=$((${number:-0} + 1))
            echo "live-$number,$customer,parcel.arrived,$now,live-$number,$((1000 + number)),东门驿站"
        done
    } >data/live-parcels.csv
    {
        echo 'id,customer,event,at,source'
        sed -n '62,81p' data/customers.csv | cut -d, -f1 | while read -r customer; do
            number=$((${number:-0} + 1))
            echo "live-new-$number,$customer,customer.registered,$now,app"
        done
    } >data/live-registrations.csv
}

rm -rf "$demo"
mkdir -p "$demo"
cp "$root/hongyan.yaml" "$demo/"
cp -R "$root/rules" "$demo/rules"
cd "$demo"

headline "1. A shop: $customers customers, 90 days of carts, orders and parcels"
show generate data --customers "$customers" --days 90 --seed 7 --end 2026-11-20
show migrate
import customers data/customers.csv
import consents data/consents.csv
import suppressions data/suppressions.csv
import events data/events.csv

headline "2. The rules, and templates that somebody else approves"
show check
show template submit --all --as han
show template approve --all --as li

headline "3. Dry run: what would these rules do in the next 30 days?"
show simulate --from 2026-11-21 --days 30 --seed 7 --events "repeat-last 28d" \
    --weather data/weather.csv \
    --report report.html --json report.json --decisions decisions.jsonl

headline "4. Live for 20 seconds, against the simulated carrier"
printf '\n$ hongyan run --for 20s &\n'
"$hongyan" run --for 20s &
daemon=$!
trap 'kill "$daemon" 2>/dev/null || true' EXIT
sleep 4
burst
import events data/live-parcels.csv
import events data/live-registrations.csv
wait "$daemon"
trap - EXIT
show status

headline "Done"
echo "The report: demo/report.html (one file, opens anywhere)"
echo "Every decision: demo/decisions.jsonl"
