"""Fake Telegram Bot API for load measurement (raw asyncio protocol-level, no framework on the hot path).

It is deliberately the cheapest server we could write (hand-rolled HTTP/1.1 keep-alive parser,
pre-rendered updates, canned sendMessage answer) so that the *bot* is what is being measured.

Feeds N message updates from U users.
  echo  : N independent messages; 1 answer each.
  form  : every user walks a 4-step form: /form, name, age, city, yes -> 5 updates = 5 answers per form;
          a user's step k+1 becomes available only after the bot's answer to step k has arrived
          (closed loop per user, as real people behave), with --open it is fed without waiting.
Poll mode  : getUpdates hands out up to 100 ready updates at once, long-polls when none is ready.
Webhook mode: posts each ready update to --webhook URL with at most C POSTs in flight.

Latency of an update = time from handing it out (getUpdates response written / POST written)
to the arrival of the sendMessage that answers it (matched per chat, FIFO).
Prints one JSON line on completion.
"""
from __future__ import annotations
import argparse, asyncio, collections, json, os, signal, sys, time
from urllib.parse import parse_qsl

try:
    import uvloop
except ImportError:
    uvloop = None

FORM = ["/form", "Ali Rezaei", "34", "Tehran", "yes"]


def make_update(uid: int, mid: int, chat: int, text: str) -> bytes:
    m = {"message_id": mid, "date": 1_700_000_000,
         "from": {"id": chat, "is_bot": False, "first_name": f"User{chat}", "username": f"user{chat}", "language_code": "fa"},
         "chat": {"id": chat, "type": "private", "first_name": f"User{chat}", "username": f"user{chat}"}, "text": text}
    if text.startswith("/"):
        m["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return json.dumps({"update_id": uid, "message": m}).encode()


class Bench:
    def __init__(s, a):
        s.a = a
        s.ready: collections.deque = collections.deque()   # (update_id, chat, bytes)
        s.sent: dict[int, collections.deque] = collections.defaultdict(collections.deque)
        s.lat: list[float] = []
        s.waiter: asyncio.Future | None = None
        s.answers = 0; s.done = asyncio.Event(); s.t0 = None; s.t1 = None
        s.mid = 10_000; s.uid = 1; s.calls = collections.Counter(); s.unmatched = 0
        s.bytes_out = 0; s.progress = {}; s.expected = 0; s.posted = 0; s.http_fail = 0
        s.prepared = collections.defaultdict(collections.deque)
        users = a.users
        if a.scenario == "echo":
            s.expected = a.n
            if a.rate: s.paced = [(1000 + i % users, f"hello number {i}") for i in range(a.n)]
            else:
                for i in range(a.n): s._push(1000 + i % users, f"hello number {i}")
        else:
            forms = a.n // len(FORM)
            s.expected = forms * len(FORM)
            for i in range(forms):
                q = s.prepared[1000 + i % users]
                q.extend(x if x != FORM[1] else f"{x} {1000 + i % users}" for x in FORM)   # everybody's answers are their own
            if a.open or a.rate:  # interleave users, keep per-user order
                live = collections.deque(s.prepared.items()); s.paced = []
                while live:
                    c, q = live.popleft(); x = q.popleft()
                    s.paced.append((c, x)) if a.rate else s._push(c, x)
                    if q: live.append((c, q))
            else:
                for c, q in s.prepared.items(): s._push(c, q.popleft())

    def _push(s, chat, text):
        s.ready.append((s.uid, chat, make_update(s.uid, s.uid, chat, text))); s.uid += 1

    # ---- bot side
    def answer(s, chat: int):
        now = time.perf_counter(); s.answers += 1
        q = s.sent.get(chat)
        if q: s.lat.append(now - q.popleft())
        else: s.unmatched += 1
        if s.answers == s.expected:
            s.t1 = now; s.done.set()
        elif s.a.scenario == "form" and not (s.a.open or s.a.rate):
            p = s.prepared.get(chat)
            if p:
                s._push(chat, p.popleft())
                if s.waiter and not s.waiter.done(): s.waiter.set_result(None)

    async def get_updates(s, params) -> bytes:
        if not s.started: s.started_polls = getattr(s, "started_polls", 0) + 1
        limit = min(int(params.get("limit") or 100), 100)
        timeout = float(params.get("timeout") or 0)
        if params.get("offset") == "-1": return b'{"ok":true,"result":[]}'
        if s.a.webhook or s.hold: limit = 0
        if not s.ready or not limit:
            s.waiter = asyncio.get_running_loop().create_future()
            try: await asyncio.wait_for(asyncio.shield(s.waiter), min(timeout, 20) or .001)
            except asyncio.TimeoutError: pass
            limit = min(int(params.get("limit") or 100), 100) if not s.hold else 0
        out = []
        now = time.perf_counter()
        if s.ready and s.t0 is None and limit:
            s.t0 = now; s.mark("start")
        while s.ready and len(out) < limit:
            u, chat, b = s.ready.popleft(); s.sent[chat].append(now); out.append(b)
        return b'{"ok":true,"result":[' + b",".join(out) + b"]}"

    started = False
    hold = True     # released after the bot's first getUpdates (warm start) or setWebhook

    def mark(s, what):
        if s.a.bot_pid_file:
            try:
                pid = int(open(s.a.bot_pid_file).read())
                with open(f"/proc/{pid}/stat") as f: v = f.read().rsplit(")", 1)[1].split()
                s.progress[what] = sum(int(x) for x in v[11:15]) / os.sysconf("SC_CLK_TCK")
                with open(f"/proc/{pid}/status") as f:
                    for l in f:
                        if l.startswith(("VmRSS", "VmHWM")): s.progress[what + "_" + l[:5]] = int(l.split()[1]) / 1024
            except (OSError, ValueError) as e: s.progress[what] = str(e)

    async def handle(s, method: str, body: bytes, ctype: str, query: str) -> bytes:
        s.calls[method] += 1
        m = method.lower()
        if m == "sendmessage":
            i = body.find(b"chat_id")
            chat = None
            if ctype.startswith("application/json"): chat = int(json.loads(body)["chat_id"])
            elif ctype.startswith("multipart"):
                j = body.find(b"\r\n\r\n", i) + 4; chat = int(body[j:body.find(b"\r\n", j)])
            else:
                j = i + 8; k = body.find(b"&", j); chat = int(body[j:k if k > 0 else None])
            s.mid += 1; mid = s.mid
            if s.a.delay: await asyncio.sleep(s.a.delay / 1000)
            s.answer(chat)
            return b'{"ok":true,"result":{"message_id":%d,"from":{"id":42,"is_bot":true,"first_name":"Bench","username":"bench_bot"},"chat":{"id":%d,"type":"private","first_name":"U"},"date":1700000000,"text":"x"}}' % (mid, chat)
        p = dict(parse_qsl(query))
        if ctype.startswith("application/json") and body: p.update(json.loads(body))
        elif body and not ctype.startswith("multipart"): p.update(parse_qsl(body.decode()))
        elif body:
            for part in body.split(b"--" + ctype.split("boundary=")[1].strip('"').encode()):
                h, _, v = part.partition(b"\r\n\r\n")
                if b'name="' in h: p[h.split(b'name="')[1].split(b'"')[0].decode()] = v.rstrip(b"\r\n").decode("utf8", "replace")
        if m == "getupdates":
            if not s.started:
                s.started = True
                asyncio.get_running_loop().call_later(s.a.warm, s.release)
            return await s.get_updates(p)
        if m == "getme":
            return b'{"ok":true,"result":{"id":42,"is_bot":true,"first_name":"Bench","username":"bench_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false}}'
        if m == "getwebhookinfo":
            return b'{"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0}}'
        return b'{"ok":true,"result":true}'

    async def pace(s):
        t = time.perf_counter()
        for i, (c, x) in enumerate(s.paced):
            d = t + i / s.a.rate - time.perf_counter()
            if d > 0: await asyncio.sleep(d)
            s._push(c, x)
            if s.waiter and not s.waiter.done(): s.waiter.set_result(None)

    def release(s):
        s.hold = False
        if s.a.rate: s.pt = asyncio.create_task(s.pace())
        if s.waiter and not s.waiter.done(): s.waiter.set_result(None)

    # ---- webhook load generator: C keep-alive connections
    async def fire(s):
        from urllib.parse import urlsplit
        u = urlsplit(s.a.webhook)
        for _ in range(600):
            try: r, w = await asyncio.open_connection(u.hostname, u.port); w.close(); break
            except OSError: await asyncio.sleep(.05)
        await asyncio.sleep(s.a.warm)
        s.t0 = time.perf_counter(); s.mark("start")
        head = (f"POST {u.path} HTTP/1.1\r\nHost: {u.netloc}\r\nContent-Type: application/json\r\n"
                f"X-Telegram-Bot-Api-Secret-Token: {s.a.secret}\r\nContent-Length: ").encode()

        s.post_lat = []
        async def conn():
            r, w = await asyncio.open_connection(u.hostname, u.port)
            while not s.done.is_set():
                if not s.ready:
                    if s.posted >= s.expected: break
                    await asyncio.sleep(.001); continue
                _, chat, b = s.ready.popleft(); s.posted += 1
                t = time.perf_counter(); s.sent[chat].append(t)
                w.write(head + str(len(b)).encode() + b"\r\n\r\n" + b)
                line = await r.readline()
                if b" 200" not in line: s.http_fail += 1
                n = 0; chunked = False
                while (h := await r.readline()) not in (b"\r\n", b""):
                    hl = h.lower()
                    if hl.startswith(b"content-length"): n = int(h.split(b":")[1])
                    if hl.startswith(b"transfer-encoding") and b"chunked" in hl: chunked = True
                body = b""
                if chunked:
                    while (k := int((await r.readline()).strip() or b"0", 16)): body += await r.readexactly(k); await r.readline()
                    await r.readline()
                elif n: body = await r.readexactly(n)
                s.post_lat.append(time.perf_counter() - t)
                if b"sendMessage" in body:          # answered inside the webhook response
                    s.calls["sendMessage(reply)"] += 1; s.answer(chat)
            w.close()
        await asyncio.gather(*(conn() for _ in range(s.a.concurrency)))

    async def client(s, r: asyncio.StreamReader, w: asyncio.StreamWriter):
        try:
            while True:
                try: head = await r.readuntil(b"\r\n\r\n")
                except (asyncio.IncompleteReadError, ConnectionError): break
                lines = head.split(b"\r\n"); _, path, _ = lines[0].decode().split(" ", 2)
                n = 0; ctype = ""; chunked = False
                for h in lines[1:]:
                    k, _, v = h.partition(b":"); k = k.lower()
                    if k == b"content-length": n = int(v)
                    elif k == b"content-type": ctype = v.strip().decode()
                    elif k == b"transfer-encoding" and b"chunked" in v: chunked = True
                body = b""
                if chunked:
                    while (k := int((await r.readline()).strip(), 16)): body += await r.readexactly(k); await r.readline()
                    await r.readline()
                elif n: body = await r.readexactly(n)
                path, _, query = path.partition("?")
                out = await s.handle(path.rsplit("/", 1)[1], body, ctype, query)
                w.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(out) + out)
        except (ConnectionError, asyncio.CancelledError): pass
        finally: w.close()


def pct(v, p): return v[min(len(v) - 1, int(len(v) * p))] if v else None


async def main(a):
    s = Bench(a)
    server = await asyncio.start_server(s.client, "127.0.0.1", a.port, limit=1 << 22, backlog=1024)
    print("READY", flush=True)
    f = asyncio.create_task(s.fire()) if a.webhook else None
    try: await asyncio.wait_for(s.done.wait(), a.max_s)
    except asyncio.TimeoutError: s.t1 = time.perf_counter()
    await asyncio.sleep(.3)      # let the bot finish its last handler (DB insert, state write)
    s.mark("end")
    lat = sorted(s.lat); wall = (s.t1 - s.t0) if s.t0 else None
    P = s.progress
    out = dict(answers=s.answers, expected=s.expected, wall_s=wall, ups=s.answers / wall if wall else 0,
               p50_ms=1e3 * pct(lat, .5) if lat else None, p95_ms=1e3 * pct(lat, .95) if lat else None,
               unmatched=s.unmatched, http_fail=s.http_fail, calls=dict(s.calls))
    if isinstance(P.get("start"), float) and isinstance(P.get("end"), float):
        out["cpu_s_per_1k"] = (P["end"] - P["start"]) / max(s.answers, 1) * 1000
        out["rss_mb"] = P.get("end_VmRSS"); out["peak_mb"] = P.get("end_VmHWM")
    if a.webhook:
        pl = sorted(s.post_lat); out["post_p50_ms"] = 1e3 * pct(pl, .5); out["post_p95_ms"] = 1e3 * pct(pl, .95)
    print(json.dumps(out), flush=True)
    if f: f.cancel()
    await asyncio.sleep(20)      # stay up while the runner stops the bot, so its shutdown is clean
    os._exit(0)

if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--port", type=int, default=8099)
    p.add_argument("--scenario", choices=["echo", "form"], default="echo")
    p.add_argument("-n", type=int, default=5000); p.add_argument("--users", type=int, default=500)
    p.add_argument("--open", action="store_true", help="form: do not wait for answers before feeding a user's next step")
    p.add_argument("--rate", type=float, default=0, help="poll: updates become ready at this rate (open loop; form: a user's steps as far apart as there are users), 0 = all at once")
    p.add_argument("--delay", type=float, default=0, help="ms the fake API takes to answer sendMessage (simulated RTT)")
    p.add_argument("--webhook", help="URL to POST updates to"); p.add_argument("--concurrency", type=int, default=32)
    p.add_argument("--secret", default="s3cret"); p.add_argument("--warm", type=float, default=.7)
    p.add_argument("--bot-pid-file"); p.add_argument("--max-s", type=float, default=120)
    a = p.parse_args()
    (uvloop.run if uvloop else asyncio.run)(main(a))
