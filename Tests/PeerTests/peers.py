#!/usr/bin/env python3
"""Lets programs that are not ours speak SMPP and CMPP with `hongyan`.

    Tests/PeerTests/peers.py HONGYAN

- smpplib (PyPI) as a client of `hongyan carrier`: a wrong password is refused; short and long
  texts are taken, answered, receipted and replied to; enquire_link and unbind are answered.
- Kannel's bearerbox and smsbox (Debian) as a client of `hongyan carrier`: 30 messages by its HTTP
  interface, one of them of three parts; each is taken once and each has a receipt.
- smpp.twisted3 (PyPI), the server inside Jasmin, as the SMSC of `hongyan run`: wrong password,
  40 service messages, and receipts whose ids are written in another base than the answers'.
- pycmpp (PyPI) as a CMPP 2.0 client of `hongyan carrier`: a wrong secret is refused; a short and a
  long text are taken and answered; ACTIVE_TEST both ways.
- pycmpp as the reader of what `hongyan run` submits: it unpacks each CMPP_SUBMIT; the gateway
  around it, which it has none of, is written here, receipts included.

All of it on the loopback, each part ends by itself. Prints what was run; exit code 1 when a part
fails. What is not installed is named and left out.
"""

import hashlib
import http.server
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from datetime import datetime, timezone
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Failure(Exception):
    pass


def check(condition, words):
    if not condition:
        raise Failure(words)


def waits(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


def lines(path):
    return path.read_text().splitlines() if path.exists() else []


class Carrier:
    """`hongyan carrier` on a port of the system's choice."""

    def __init__(self, tool, folder, *options):
        self.journal = folder / "carrier.log"
        self.process = subprocess.Popen(
            [tool, "carrier", "--port", "0", "--journal", self.journal, "--lang", "en",
             "--account", "shop:secret", "--account", "901234:secret", *options],
            stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def end(self):
        self.process.terminate()
        return self.process.communicate(timeout=20)[0].strip()


# Clients of ours


def smpplib_client(tool, folder):
    import smpplib.client
    import smpplib.consts
    import smpplib.exceptions
    import smpplib.gsm

    carrier = Carrier(tool, folder, "--receipt-latency", "200ms")
    try:
        client = smpplib.client.Client("127.0.0.1", carrier.port, timeout=10)
        client.connect()
        try:
            client.bind_transceiver(system_id="shop", password="wrong")
            raise Failure("a wrong password was let in")
        except smpplib.exceptions.PDUError as error:
            check(error.args[1] == 0x0E, f"wrong password: {error}")

        client = smpplib.client.Client("127.0.0.1", carrier.port, timeout=10)
        answered, receipts = [], []
        client.set_message_sent_handler(lambda pdu: answered.append(pdu.message_id.decode()))

        def received(pdu):
            text = pdu.short_message.decode("latin-1")
            receipts.append(re.search(r"id:(\S+).*stat:(\S+)", text).groups())
            return 0

        client.set_message_received_handler(received)
        client.connect()
        client.bind_transceiver(system_id="shop", password="secret")
        sent = 0
        for text in ["hello", "【云杉商城】您好", "长" * 150]:
            parts, coding, kind = smpplib.gsm.make_parts(text)
            for part in parts:
                client.send_message(
                    source_addr="10690000", destination_addr="8613800000001",
                    short_message=part, data_coding=coding, esm_class=kind,
                    registered_delivery=True)
                sent += 1
        check(sent == 5, f"smpplib made {sent} parts")
        deadline = time.monotonic() + 10
        while (len(receipts) < sent or len(answered) < sent) and time.monotonic() < deadline:
            client.read_once()
        check(sorted(answered) == sorted(id for id, _ in receipts), f"{answered} {receipts}")
        check({stat for _, stat in receipts} == {"DELIVRD"}, f"{receipts}")
        client.send_pdu(smpplib.smpp.make_pdu("enquire_link", client=client))
        check(client.read_pdu().command == "enquire_link_resp", "enquire_link")
        client.unbind()
        client.disconnect()
        places = [line.split()[-1] for line in lines(carrier.journal)]
        check(places == ["1/1", "1/1", "1/3", "2/3", "3/3"], f"journal: {places}")
    finally:
        words = carrier.end()
    return words


def kannel_client(tool, folder):
    if not (shutil.which("bearerbox") and shutil.which("smsbox")):
        return None
    carrier = Carrier(tool, folder, "--receipt-latency", "200ms")
    reports = []

    class Reports(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            reports.append(urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Reports)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    admin, box, send = free_ports(3)
    config = folder / "kannel.conf"
    config.write_text(f"""
group = core
admin-port = {admin}
admin-password = x
smsbox-port = {box}
box-allow-ip = 127.0.0.1
dlr-storage = internal
log-file = {folder}/bearerbox.log
log-level = 0

group = smsc
smsc = smpp
smsc-id = hongyan
host = 127.0.0.1
port = {carrier.port}
transceiver-mode = true
smsc-username = shop
smsc-password = secret
system-type = ""
enquire-link-interval = 1
msg-id-type = 0x00

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {send}
log-file = {folder}/smsbox.log
log-level = 0

group = sendsms-user
username = u
password = p
max-messages = 5
concatenation = true
""")
    boxes = []
    try:
        for name in ["bearerbox", "smsbox"]:
            boxes.append(subprocess.Popen(
                [name, config], cwd=folder, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL))
            time.sleep(1)
        status = f"http://127.0.0.1:{admin}/status.txt?password=x"
        check(waits(lambda: "online" in fetch(status)), f"Kannel is not bound: {fetch(status)}")
        for index in range(30):
            text = "长" * 150 if index == 0 else f"您好 {index}"
            query = urllib.parse.urlencode({
                "username": "u", "password": "p", "to": f"86138{index:08d}",
                "from": "10690000", "coding": 2, "charset": "UTF-8", "text": text,
                "dlr-mask": 3, "dlr-url": f"http://127.0.0.1:{web.server_port}/?id={index}&d=%d",
            })
            fetch(f"http://127.0.0.1:{send}/cgi-bin/sendsms?{query}")
        check(waits(lambda: len(reports) >= 30), f"{len(reports)} receipts reached Kannel")
        check({report["d"][0] for report in reports} == {"1"}, f"{reports}")
        taken = [line.split(" ", 1)[1] for line in lines(carrier.journal)]
        check(len(taken) == 32 and len(set(taken)) == 32, f"{len(taken)} taken: {taken}")
        # It asks each second whether we are there.
        time.sleep(2.5)
        check("online" in fetch(status), "Kannel lost the connection")
    finally:
        for process in reversed(boxes):
            process.terminate()
        for process in boxes:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        web.shutdown()
        words = carrier.end()
    return words


def pycmpp_client(tool, folder):
    from pycmpp.cmpp import Cmpp
    from pycmpp.request import ActiveTestRequestInstance
    from pycmpp.response import ConnectResponseInstance, SubmitResponseInstance

    carrier = Carrier(tool, folder, "--protocol", "cmpp2", "--receipt-latency", "200ms")

    def connected(secret):
        # Its own receive loop never ends; what it receives is unpacked by it all the same.
        client = Cmpp("127.0.0.1", carrier.port, "901234", secret, "10690000", delivery=1)
        client.so.settimeout(10)
        client.connect()
        client.auth()
        answer = ConnectResponseInstance()
        answer.resolve(packet(client.so))
        return client, answer

    try:
        client, answer = connected("wrong")
        check(answer.status == 3, f"wrong secret: status {answer.status}")
        client.close()
        client, answer = connected("secret")
        check(answer.status == 0 and answer.version == 0x20, f"{answer.status}")
        client.submit("【云杉商城】您好", ["13800000001"])
        client.submit("长" * 150, ["8613800000002"])
        client.send(ActiveTestRequestInstance().create())
        answered, reported, alive = [], [], 0
        while len(answered) < 4 or len(reported) < 4 or not alive:
            octets = packet(client.so)
            command, sequence = struct.unpack("!II", octets[4:12])
            if command == 0x80000004:
                answer = SubmitResponseInstance()
                answer.resolve(octets)
                check(answer.status == 0, f"refused: {answer.status}")
                answered.append(octets[12:20])
            elif command == 0x80000008:
                alive += 1
            elif command == 5:
                check(octets[12 + 63] == 1 and octets[12 + 64] == 60, "not a report of 60 octets")
                report = octets[12 + 65:][:60]
                check(report[8:15] == b"DELIVRD", f"{report}")
                reported.append(report[:8])
                client.send(struct.pack("!III", 21, 0x80000005, sequence) + octets[12:20] + b"\0")
        check(sorted(answered) == sorted(reported), f"{answered} {reported}")
        client.disconnect()
        places = [line.split()[-1] for line in lines(carrier.journal)]
        check(places == ["1/1", "1/3", "2/3", "3/3"], f"journal: {places}")
    finally:
        words = carrier.end()
    return words


def packet(connection):
    octets = b""
    while len(octets) < 4 or len(octets) < struct.unpack("!I", octets[:4])[0]:
        wanted = 4 if len(octets) < 4 else struct.unpack("!I", octets[:4])[0]
        more = connection.recv(wanted - len(octets))
        if not more:
            raise EOFError
        octets += more
    return octets


def pycmpp_reader(tool, folder):
    from pycmpp.request import SubmitRequestInstance

    listener = socket.create_server(("127.0.0.1", 0))
    taken = []

    def gateway():
        while True:
            connection, _ = listener.accept()
            try:
                serve(connection)
            except (EOFError, OSError):
                connection.close()

    def serve(connection):
        while True:
            octets = packet(connection)
            command, sequence = struct.unpack("!II", octets[4:12])
            body = octets[12:]
            answer = b""
            if command == 1:
                proof, time_digits = body[6:22], b"%010d" % struct.unpack("!I", body[23:27])
                right = hashlib.md5(body[:6] + bytes(9) + b"secret" + time_digits).digest()
                status = b"\0" if proof == right else b"\3"
                answer = status + hashlib.md5(status + proof + b"secret").digest() + b"\x20"
            elif command == 4:
                fields = SubmitRequestInstance().resolve(octets)
                taken.append(fields)
                answer = struct.pack("!Q", len(taken)) + b"\0"
            elif command == 8:
                answer = b"\0"
            if command < 0x80000000:
                head = struct.pack("!III", 12 + len(answer), command | 0x80000000, sequence)
                connection.sendall(head + answer)
            if command == 4:
                number = fields["dest_terminal_id"].rstrip("\0").encode()
                report = (struct.pack("!Q", len(taken)) + b"DELIVRD" + b"2611211200" * 2
                          + number.ljust(21, b"\0") + bytes(4))
                deliver = (struct.pack("!Q", 1000 + len(taken)) + b"10690000".ljust(21, b"\0")
                           + bytes(13) + number.ljust(21, b"\0") + b"\1" + bytes([60]) + report
                           + bytes(8))
                connection.sendall(
                    struct.pack("!III", 12 + len(deliver), 5, len(taken)) + deliver)

    threading.Thread(target=gateway, daemon=True).start()
    port = listener.getsockname()[1]
    shop_run(tool, folder, f"""
                provider: cmpp
                link:
                  host: 127.0.0.1
                  port: {port}
                  version: 2.0
                  sp_id: "901234"
                  service_id: MAD0001
                  password: ${{env:SMSC_PASSWORD}}
                  source: "10690000"
                purposes: [marketing, service, verification, emergency]""",
             "the gateway refused the password")
    check(len(taken) == 40, f"{len(taken)} taken")
    check({each["dest_terminal_id"].rstrip("\0") for each in taken}
          == {f"138{index:08d}" for index in range(40)}, "numbers")
    first = taken[0]
    check(first["msg_content"] == "【云杉商城】您的订单已发货" and first["msg_fmt"] == 8, f"{first}")
    check(first["service_id"].rstrip("\0") == "MAD0001" and first["msg_src"] == "901234"
          and first["src_id"].rstrip("\0") == "10690000" and first["register_delivery"] == 1,
          f"{first}")
    return "40 messages unpacked by it, answered, reported, delivered"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def fetch(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.read().decode("utf-8", "replace")
    except OSError as error:
        return f"{error}"


# Servers of ours


def twisted_server(tool, folder):
    port_file, log = folder / "port", folder / "smsc.log"
    errors = open(folder / "smsc.err", "w")
    smsc = subprocess.Popen(
        [sys.executable, HERE / "smsc.py", port_file, log], stdin=subprocess.PIPE,
        stdout=errors, stderr=errors)
    try:
        check(waits(lambda: port_file.exists() and port_file.read_text()),
              "the SMSC did not start: " + (folder / "smsc.err").read_text()[-500:])
        shop_run(tool, folder, f"""
                provider: smpp
                purposes: [marketing, service, verification, emergency]
                link:
                  host: 127.0.0.1
                  port: {port_file.read_text()}
                  system_id: shop
                  password: ${{env:SMSC_PASSWORD}}
                  source: "10690000"
                  receipt_ids: decimal-to-hex""", "RINVPASWD")
        taken = [line.split() for line in lines(log)]
        check(len({number for number, _ in taken}) == 40 == len(taken), f"{len(taken)} taken")
        check(bytes.fromhex(taken[0][1]).decode("utf-16-be") == "【云杉商城】您的订单已发货",
              f"{taken[0]}")
    finally:
        smsc.stdin.close()
        try:
            smsc.wait(timeout=10)
        except subprocess.TimeoutExpired:
            smsc.kill()
            smsc.wait()
        errors.close()
    return "40 messages taken, answered in hexadecimal, receipted in decimal, delivered"


def shop_run(tool, folder, channel, refusal):
    """Tries the channel with a wrong password and the right one, then sends 40 messages."""
    workspace(folder, channel, 40)
    environment = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}

    def run(*arguments, password="secret"):
        return subprocess.run(
            [tool, *arguments], cwd=folder, capture_output=True, text=True, timeout=120,
            env={**environment, "SMSC_PASSWORD": password})

    refused = run("channel", "test", "smsc", password="wrong")
    check(refused.returncode == 1 and refusal in refused.stderr, refused.stderr)
    bound = run("channel", "test", "smsc")
    check(bound.returncode == 0, bound.stderr)
    for arguments in [["migrate"], ["import", "customers", "customers.csv"],
                      ["run", "--for", "1s"], ["import", "events", "events.csv"]]:
        if arguments[-1] == "events.csv":  # The rule begins before its events.
            happen(folder, 40)
        outcome = run(*arguments)
        check(outcome.returncode == 0, f"{arguments}: {outcome.stderr}")
    outcome = run("run", "--for", "6s")
    check(outcome.returncode == 0, outcome.stderr)
    states = run("status", "--lang", "en").stdout
    check(re.search(r"^  delivered: 40$", states, re.M), states + outcome.stderr)


def workspace(folder, channel, count):
    (folder / "rules").mkdir()
    files = {
        "hongyan.yaml": """
            store: store.sqlite
            zone: Asia/Shanghai
            channels:
              smsc:
                price: 0.045
                rate: 200/s""" + channel,
        "rules/tags.yaml": """
            tags:
              name: {type: text}
            events:
              order.placed: {fields: {order_id: text}}
            """,
        "rules/policy.yaml": """
            signature: 云杉商城
            opt_out: 拒收请回复R
            max_parts: 3
            caps: {day: "50 per day"}
            windows: {always: "daily 00:00-24:00"}
            defaults: {late: 2h, closed: defer 24h, limit: 20000/day, priority: 50, window: always}
            """,
        "rules/templates.yaml": """
            templates:
              sent: {purpose: service, text: "您的订单已发货"}
            """,
        "rules/sent.yaml": """
            rule: sent
            title: 发货通知
            purpose: service
            trigger: {event: order.placed}
            message: sent
            """,
    }
    for name, text in files.items():
        (folder / name).write_text("\n".join(line[12:] for line in text.splitlines()) + "\n")
    people = ["id,phone,name"] + [f"c{i},138{i:08d},客{i}" for i in range(count)]
    (folder / "customers.csv").write_text("\n".join(people) + "\n")


def happen(folder, count):
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    events = ["id,customer,event,at,order_id"]
    events += [f"o{i},c{i},order.placed,{now},o{i}" for i in range(count)]
    (folder / "events.csv").write_text("\n".join(events) + "\n")


def main():
    tool = str(Path(sys.argv[1]).resolve())
    failed = 0
    for name, part in [("smpplib as client", smpplib_client), ("Kannel as client", kannel_client),
                       ("smpp.twisted3 as SMSC", twisted_server),
                       ("pycmpp as client", pycmpp_client),
                       ("pycmpp as reader", pycmpp_reader)]:
        with tempfile.TemporaryDirectory(prefix="hongyan-peer-") as folder:
            # Kannel gives up root's place.
            os.chmod(folder, 0o777)
            try:
                words = part(tool, Path(folder))
                print(f"{name}: {words or 'not installed, left out'}", flush=True)
            except Failure as failure:
                failed += 1
                print(f"{name}: FAILED: {failure}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
