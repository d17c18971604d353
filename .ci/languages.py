"""Runs the snippets of docs/consuming.md and docs/clients.md as they stand there, but for addresses, users and passwords.

Against a pipeline that sheds when it is stopped for a moment, with tokens, directly and through nginx, and against one
whose Kafka asks for passwords. Each snippet must print orders, and those that can must print a gap. A block of code that
was not run and is not marked as such is an error. Usage: languages.py SCRATCH
"""

import asyncio
import contextlib
import json
import re
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
import urllib.request

import confluent_kafka
import kafka
import websockets

sys.dont_write_bytecode = True  # nothing is left in the folder
from snippets import CCXT_ORDER, CLIENTS, CONSUMING, GAP, KCAT_GAP, KCAT_ORDER, NAME, ORDER, ROOT, SCRATCH, SOON, UPDATE
from snippets import check_that_all_ran, expect, file, free_port, printed, ran, ready, running, sees, snippet, start, stop
from snippets import wait_for, with_statement

TOPIC = "hyperliquid.orders"
TOKEN, PASSWORD = "a+token/of=signs", "correct-horse-battery"
ADDRESS_CONNECTIONS = 4
TOO_OLD_MS = 200
SMALL_BUFFER = 8_192
JAVA = """import io.orderwire.contract.gap.*; import io.orderwire.contract.order.*; import java.time.*; import java.util.*;
import org.apache.kafka.clients.consumer.*; import org.apache.kafka.common.serialization.*;
public final class Snippet { public static void main(String[] arguments) throws Exception {
%s
} }
"""


class Shedding:
    """A pipeline with tokens, which sheds data older than TOO_OLD_MS."""

    def __init__(self):
        data = SCRATCH / "data"
        data.mkdir()
        digest = subprocess.run(["sha256sum"], input=TOKEN.encode(), stdout=subprocess.PIPE, check=True).stdout.split()[0]
        tokens = file("tokens", f"ann {digest.decode()}\n")
        self.process = start("run", [
            ROOT / "orderwire", "run", "--data", data, "--source", "streaming", "--state", SCRATCH / "state", "--port", 0,
            "--kafka-port", 0, "--management-port", 0, "-D", f"gateway.tokens.file={tokens}", "-D", "gateway.tokens.query=true",
            "-D", f"gateway.address.connections={ADDRESS_CONNECTIONS}", "-D", f"ingestor.max.age.ms={TOO_OLD_MS}",
            "-D", "catch.up.max.ms=0", *PROXIED,
        ])

    def await_ready(self):
        self.http, self.kafka = ready("run", self.process)
        start("simulate", [ROOT / "orderwire", "simulate", "--out", SCRATCH / "data", "--source", "streaming",
                           "--rate", 300, "--users", 20, "--seed", 1])

    def shed(self):
        """Stands still for longer than the age at which data is shed."""
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(4 * TOO_OLD_MS / 1000)
        self.process.send_signal(signal.SIGCONT)

    def user(self):
        """A user who has just had an order."""
        request = urllib.request.Request(self.http + "/api/v1/orders?limit=1", headers={"Authorization": "Bearer " + TOKEN})

        def newest():
            with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=10) as answer:
                orders = json.load(answer)["orders"]
                return orders and orders[0]["event"]["user"]

        return wait_for(newest, "the gateway has orders")


PROXIED = ["-D", "gateway.trusted.proxies=127.0.0.1", "-D", f"gateway.allowed.hosts={NAME}"]


class Guarded:
    """A pipeline whose Kafka asks for passwords; its gateway has no tokens."""

    def __init__(self):
        users = file("users", f"ann {PASSWORD}\n")
        self.plain = f"127.0.0.1:{free_port()}"
        self.process = start("demo", [
            ROOT / "orderwire", "demo", "--port", 0, "--kafka-port", 0, "--management-port", 0, "--rate", 100,
            "--kafka-advertise", "127.0.0.1", "-D", f"broker.users.file={users}", "-D",
            f"broker.external.address={self.plain}", *PROXIED,
        ])

    def await_ready(self):
        self.http, self.kafka = ready("demo", self.process)


# Kafka.


def abort_an_order(pipeline):
    producer = confluent_kafka.Producer({"bootstrap.servers": pipeline.kafka, "transactional.id": "languages"})
    producer.init_transactions(20)
    producer.begin_transaction()
    user = "0x" + 40 * "0"
    event = {"time": "2020-01-01T00:00:00", "user": user, "status": "ABORTED", "order": {"coin": "ABORTED", "oid": 1}}
    order = {"pos": "20200101/0@0", "part": 0, "seq": 2**40, "event": event}
    producer.produce(TOPIC, partition=0, key=user, value=json.dumps(order))
    expect(producer.flush(20) == 0, "the order to abort was not written")
    producer.abort_transaction(20)


def marked_loss(pipeline):
    """The id of a loss with a marker in every partition, all of them written by now; and the number of partitions."""
    consumer = confluent_kafka.Consumer({"bootstrap.servers": pipeline.kafka, "group.id": "languages",
                                         "enable.auto.commit": False})
    partitions = len(consumer.list_topics(TOPIC, 20).topics[TOPIC].partitions)
    consumer.assign([confluent_kafka.TopicPartition(TOPIC, each, confluent_kafka.OFFSET_END) for each in range(partitions)])
    consumer.poll(0.5)
    seen = {}
    turn = 0

    def complete():
        nonlocal turn
        if turn % 30 == 0:
            pipeline.shed()
        turn += 1
        for record in consumer.consume(1000, 0.1):
            if not record.error() and record.value() is None:
                seen.setdefault(json.loads(dict(record.headers())["ow.gap"])["id"], set()).add(record.partition())
        return next((loss for loss, found in seen.items() if len(found) == partitions), None)

    loss = wait_for(complete, "a loss is marked in every partition")
    consumer.close()
    return loss, partitions


def consume(name, command, pipeline, everywhere):
    loss, partitions = everywhere
    wanted = (KCAT_ORDER, KCAT_GAP) if name == "kcat" else (ORDER, GAP)
    text = sees(name, command, *wanted, lambda text: text.count(loss) >= partitions)
    expect(text.count(loss) == partitions, f"{name} printed the loss {loss} {text.count(loss)} times")
    expect("ABORTED" not in text, f"{name} printed an order of an aborted transaction")


def read_topic(pipeline, guarded):
    abort_an_order(pipeline)
    everywhere = marked_loss(pipeline)
    libraries = f"{ROOT}/standalone/target/lib/*"
    java = file("Snippet.java", JAVA % snippet(CONSUMING, "java consumer", kafka=pipeline.kafka))
    consume("java", ["java", "-XX:TieredStopAtLevel=1", "-cp", libraries, java], pipeline, everywhere)
    javascript = snippet(CONSUMING, "js kafkajs", kafka=pipeline.kafka)
    consume("kafkajs", ["node", file("npm/kafkajs.mjs", javascript)], pipeline, everywhere)
    python = snippet(CONSUMING, "python confluent-kafka", kafka=pipeline.kafka)
    consume("confluent-kafka", [sys.executable, file("confluent.py", python)], pipeline, everywhere)
    kcat = snippet(CONSUMING, "sh kcat", kafka=pipeline.kafka)
    consume("kcat", ["bash", "-c", "exec " + kcat], pipeline, everywhere)

    login = snippet(CONSUMING, "js kafkajs-sasl", sasl=guarded.kafka, password=PASSWORD)
    script = file("npm/kafkajs-sasl.mjs", with_statement(javascript, login))
    sees("kafkajs with SCRAM", ["node", script], ORDER)
    login = snippet(CONSUMING, "python confluent-kafka-sasl", plain=guarded.plain, password=PASSWORD)
    sees("confluent-kafka with PLAIN", [sys.executable, file("plain.py", with_statement(python, login))], ORDER)
    login = login.replace('"PLAIN"', '"SCRAM-SHA-512"').replace(guarded.plain, guarded.kafka)
    process = start("scram", [sys.executable, file("scram.py", with_statement(python, login))])
    wait_for(lambda: "with SASL mechanism SCRAM-SHA-512" in printed("scram", "log"), "librdkafka cannot log in with SCRAM")
    stop(process)


def recognise_repetitions():
    pairs = ["7:0", "7:1", "8:0", "7:1", "7:2", "8:0"]
    wanted = [False, False, False, True, False, True]
    loop = """
    Repetitions repetitions = new Repetitions();
    for (String pair : arguments) {
        String[] numbers = pair.split(":");
        System.out.println(repetitions.isRepeated(Long.parseLong(numbers[0]), Integer.parseInt(numbers[1])));
    }"""
    java = file("Snippet.java", JAVA % (snippet(CONSUMING, "java repetitions") + loop))
    libraries = f"{ROOT}/standalone/target/lib/*"
    said = subprocess.run(["java", "-XX:TieredStopAtLevel=1", "-cp", libraries, java, *pairs], stdout=subprocess.PIPE,
                          text=True, timeout=SOON, check=True).stdout.split()
    expect(said == [str(repeated).lower() for repeated in wanted], f"Java takes {pairs} for {said}")
    names = {}
    exec(snippet(CONSUMING, "python repetitions"), names)  # a part of this repository
    repetitions = names["Repetitions"]()
    said = [repetitions.is_repeated(*map(int, pair.split(":"))) for pair in pairs]
    expect(said == wanted, f"Python takes {pairs} for {said}")
    create, insert, _ = snippet(CONSUMING, "sql repetitions").split(";")
    database = sqlite3.connect(":memory:")
    database.execute(create)
    for pair in pairs:
        block, index = pair.split(":")
        database.execute(insert.replace("985148182", block).replace("17", index))
    rows = database.execute("SELECT count(*) FROM orders").fetchone()[0]
    expect(rows == wanted.count(False), f"SQL keeps {rows} of {pairs}")


def kafka_python_reads_uncommitted(pipeline):
    """What docs/consuming.md says of Debian's kafka-python."""
    try:
        kafka.KafkaConsumer(bootstrap_servers=pipeline.kafka, isolation_level="read_committed")
        expect(False, "kafka-python has isolation_level: the document is out of date")
    except kafka.errors.KafkaConfigurationError as refused:
        expect("Unrecognized configs: {'isolation_level'}" in str(refused), f"kafka-python says {refused}")
    consumer = kafka.KafkaConsumer(bootstrap_servers=pipeline.kafka, auto_offset_reset="earliest", group_id=None)
    consumer.assign([kafka.TopicPartition(TOPIC, 0)])
    aborted = control = None
    end = time.monotonic() + SOON
    while (aborted is None or control is None) and time.monotonic() < end:
        for record in [each for records in consumer.poll(500).values() for each in records]:
            if record.value is not None and b"ABORTED" in record.value:
                aborted = record
            elif record.key == b"\0\0\0\1" and len(record.value) == 6:
                control = record
    consumer.close()
    expect(aborted and control, "kafka-python prints aborted orders and control records")
    print("languages: kafka-python: an order of an aborted transaction, and control records", flush=True)


# WebSocket and HTTP.


def connect(pipeline, certificate):
    user = pipeline.user()
    ws, tls = "ws" + pipeline.http[4:], f"127.0.0.1:{pipeline.tls}"
    secure = {"SSL_CERT_FILE": str(certificate), "NODE_EXTRA_CA_CERTS": str(certificate), "CURL_CA_BUNDLE": str(certificate),
              "TOKEN": TOKEN, "PYTHONPATH": str(ROOT / "clients/python"), "PYTHONDONTWRITEBYTECODE": "1"}
    node = ["node", "--import", "./ws.mjs"]

    def run(name, command, info, suffix, *wanted, **others):
        for way, address in (("", ws), (", nginx", "wss://" + tls)):
            text = snippet(CLIENTS, info, ws=address, **others)
            path = file(f"npm/snippet.{suffix}", text)
            sees(name + way, [*command, path], *wanted, pipeline=pipeline, environment=secure)

    run("our Python", [sys.executable], "python orderwire", "py", ORDER, GAP)
    run("our JavaScript", node, "js orderwire", "mjs", ORDER, GAP)
    run("websockets", [sys.executable], "python websockets", "py", ORDER, GAP)
    run("browser", ["node", "--experimental-websocket"], "js browser", "mjs", ORDER, GAP)
    run("nktkas", node, "js nktkas", "mjs", UPDATE, ORDER, GAP, user=user)
    run("ccxt", node, "js ccxt", "mjs", CCXT_ORDER, user=user)

    for way, address in (("", pipeline.http), (", nginx", "https://" + tls)):
        for name, wanted in (("curl", r'^\{"orders":\[\{"pos":"'), ("handshake", "^HTTP/1.1 101 ")):
            command = snippet(CLIENTS, "sh " + name, http=address)
            sees(name + way, ["bash", "-c", command], re.compile(wanted), environment=secure)
    plain = snippet(CLIENTS, "sh handshake", http=f"https://127.0.0.1:{pipeline.plain}")
    text = sees("handshake without Upgrade, nginx", ["bash", "-c", plain], re.compile("^HTTP/1.1 426 "), environment=secure)
    body = text.replace("\r", "").split("\n\n", 1)[1]
    expect("Upgrade" in body and "Connection" in body, f"the body of a 426 says what a proxy must set, not {body!r}")
    print(f"languages: 426: {body.strip()}", flush=True)


def nginx(pipeline):
    """The site of the document, and the same without what a WebSocket needs. Clients say which address they have."""
    folder = SCRATCH / "nginx"
    folder.mkdir()
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext",
                    f"subjectAltName=DNS:{NAME},IP:127.0.0.1", "-keyout", key, "-out", certificate],
                   check=True, stderr=subprocess.DEVNULL)
    pipeline.tls, pipeline.plain = free_port(), free_port()
    site = snippet(CLIENTS, "nginx site", gateway=pipeline.http[7:], certificate=str(certificate), key=str(key))
    without = re.sub(r"(?m)^map .*\n(.*\n)*?\}\n|^ *proxy_(http_version|set_header (Upgrade|Connection)) .*\n", "", site)
    expect(len(without.splitlines()) == len(site.splitlines()) - 7, "the site sets three things for WebSockets")
    listen = lambda text, port: text.replace("listen 443", f"listen 127.0.0.1:{port}")
    file("nginx/site.conf", listen(site, pipeline.tls) + listen(without, pipeline.plain))
    temporary = "".join(f"{each}_temp_path {folder}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    file("nginx/nginx.conf", f"""daemon off; pid {folder}/pid; error_log stderr warn;
events {{ worker_connections 256; }}
http {{ {temporary} set_real_ip_from 127.0.0.1; real_ip_header X-Client; include {folder}/site.conf; }}
""")
    process = start("nginx", ["/usr/sbin/nginx", "-p", folder, "-c", folder / "nginx.conf"])

    def listens():
        expect(process.poll() is None, f"nginx ended: {printed('nginx', 'log')}")
        with contextlib.suppress(OSError), contextlib.closing(socket.create_connection(("127.0.0.1", pipeline.tls), 1)):
            return True

    wait_for(listens, "nginx listens")
    return certificate


async def share_nginx(pipeline, certificate):
    """Two clients behind nginx have a limit each, whatever they claim to be."""
    trust = ssl.create_default_context(cafile=str(certificate))
    url = f"wss://{NAME}:{pipeline.tls}/ws"

    def client(address, **claims):
        headers = {"Authorization": "Bearer " + TOKEN, "X-Client": address, **claims}
        return websockets.connect(url, host="127.0.0.1", ssl=trust, extra_headers=headers)

    async with contextlib.AsyncExitStack() as held:
        greedy = [await held.enter_async_context(client("203.0.113.1")) for _ in range(ADDRESS_CONNECTIONS)]
        for claims in ({}, {"X-Forwarded-For": "198.51.100.7"}, {"Forwarded": "for=198.51.100.7"}):
            try:
                await client("203.0.113.1", **claims)
                expect(False, f"one address has more than {ADDRESS_CONNECTIONS} connections through nginx, claiming {claims}")
            except websockets.InvalidStatusCode as refused:
                expect(refused.status_code == 429, f"nginx: {refused}")
        other = await held.enter_async_context(client("203.0.113.2"))
        for each in (greedy[0], other):
            await each.send('{"method":"subscribe","subscription":{"type":"orders"}}')
            while not json.loads(await asyncio.wait_for(each.recv(), SOON))["data"].get("orders"):
                pass
    print(f"languages: nginx: two clients, {ADDRESS_CONNECTIONS} connections of one address, then 429", flush=True)


async def fit_into_small_buffers(pipeline):
    """A library with a limit of 8,192 bytes reads a replay if its subscription says so."""
    headers = {"Authorization": "Bearer " + TOKEN}
    async with websockets.connect("ws" + pipeline.http[4:] + "/ws", extra_headers=headers, max_size=SMALL_BUFFER) as client:
        subscription = {"type": "orders", "from": "earliest", "maxFrameBytes": SMALL_BUFFER}
        await client.send(json.dumps({"method": "subscribe", "subscription": subscription}))
        orders = longest = 0
        while orders < 1000:
            message = await asyncio.wait_for(client.recv(), SOON)
            expect('"channel":"error"' not in message, f"maxFrameBytes: {message}")
            orders += len(json.loads(message)["data"].get("orders", []))
            longest = max(longest, len(message))
    print(f"languages: maxFrameBytes: {orders} orders in frames of at most {longest} bytes", flush=True)


async def ask_as_traefik(guarded):
    """A page of the listed name may connect without a token, with the headers that Traefik sets."""
    headers = {"Host": NAME, "Origin": f"https://{NAME}", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": NAME,
               "X-Forwarded-Port": "443", "X-Forwarded-Proto": "wss", "X-Forwarded-Server": "traefik"}
    with contextlib.closing(socket.create_connection(("127.0.0.1", int(guarded.http.rsplit(":", 1)[1])), SOON)) as client:
        headers.update({"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"})
        lines = [f"{name}: {value}" for name, value in headers.items()] + ["Sec-WebSocket-Key: " + 22 * "A" + "=="]
        client.sendall("\r\n".join(["GET /ws HTTP/1.1", *lines, "", ""]).encode())
        answer = client.recv(4096).decode()
    expect(answer.startswith("HTTP/1.1 101 "), f"with Traefik's headers: {answer}")
    print("languages: Traefik's headers: 101", flush=True)


def main():
    began = time.monotonic()
    pipeline, guarded = Shedding(), Guarded()
    pipeline.await_ready()
    guarded.await_ready()
    read_topic(pipeline, guarded)
    recognise_repetitions()
    kafka_python_reads_uncommitted(pipeline)
    asyncio.run(ask_as_traefik(guarded))
    asyncio.run(fit_into_small_buffers(pipeline))
    stop(guarded.process)
    certificate = nginx(pipeline)
    asyncio.run(share_nginx(pipeline, certificate))
    connect(pipeline, certificate)
    check_that_all_ran()
    print(f"languages: {len(ran)} snippets in {time.monotonic() - began:.0f} s", flush=True)


try:
    main()
finally:
    for each in reversed(running):
        stop(each)
