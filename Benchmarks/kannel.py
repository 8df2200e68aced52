#!/usr/bin/env python3
"""Kannel's relay for `hongyan-bench --only relay`.

    Benchmarks/kannel.py HONGYAN-BENCH MESSAGES WINDOW FOLDER

Fills the file store of Kannel's bearerbox over its HTTP interface while no carrier is there, then
starts the bench's own carrier and waits until each message is taken and each receipt answered.
Prints JSON: messages a second from the first one taken, CPU seconds (bearerbox and smsbox) per
1,000, and bearerbox's peak memory in MB. Exit code 3 where Kannel is not installed.
"""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def used(process):
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak(process):
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0


def main():
    bench, messages, window, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    if not (shutil.which("bearerbox") and shutil.which("smsbox")):
        sys.exit(3)
    folder = Path(folder) / "kannel"
    folder.mkdir()
    admin, box, send, carrier_port = free_ports(4)
    config = folder / "kannel.conf"
    config.write_text(f"""
group = core
admin-port = {admin}
admin-password = x
smsbox-port = {box}
box-allow-ip = 127.0.0.1
dlr-storage = internal
store-type = file
store-location = {folder}/store
sms-outgoing-queue-limit = 10000000
log-level = 4

group = smsc
smsc = smpp
smsc-id = bench
host = 127.0.0.1
port = {carrier_port}
transceiver-mode = true
smsc-username = bench
smsc-password = ""
system-type = ""
reconnect-delay = 1
max-pending-submits = {window}
msg-id-type = 0x00

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {send}
log-level = 4

group = sendsms-user
username = u
password = p
max-messages = 5
""")
    # Kannel gives up root's place.
    for path in [folder, folder.parent]:
        os.chmod(path, 0o777)
    boxes = []
    carrier = None
    try:
        for name in ["bearerbox", "smsbox"]:
            boxes.append(subprocess.Popen(
                [name, config], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            time.sleep(1.5)

        def feed(numbers):
            client = http.client.HTTPConnection("127.0.0.1", send, timeout=60)
            for number in numbers:
                query = urllib.parse.urlencode({
                    "username": "u", "password": "p", "to": f"86138{number:08d}",
                    "from": "10690000", "coding": 2, "charset": "UTF-8", "dlr-mask": 3,
                    "text": "【云杉商城】云杉生鲜周末满 99 减 20，门店与小程序同享，今日下单明早送达，拒收请回复R"})
                client.request("GET", f"/cgi-bin/sendsms?{query}")
                answer = client.getresponse()
                answer.read()
                if answer.status not in (200, 202):
                    raise SystemExit(f"Kannel answered {answer.status}")

        threads = [
            threading.Thread(target=feed, args=[range(index, messages, 8)]) for index in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        before = sum(used(each) for each in boxes)
        carrier = subprocess.Popen(
            [bench, "--carrier", str(carrier_port)], stdout=subprocess.PIPE, text=True)
        carrier.stdout.readline()
        start = None
        for line in carrier.stdout:
            taken, delivered = map(int, line.split())
            if taken and start is None:
                start = time.monotonic()
                first = taken
            if taken >= messages and delivered >= messages:
                break
        seconds = time.monotonic() - start
        cpu = sum(used(each) for each in boxes) - before
        print(json.dumps({
            "rate": (messages - first) / seconds, "cpu": cpu / (messages / 1000),
            "peak": peak(boxes[0])}))
    finally:
        for process in reversed(boxes + ([carrier] if carrier else [])):
            process.terminate()
        for process in boxes:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


if __name__ == "__main__":
    main()
