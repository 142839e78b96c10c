"""A day of traffic with every kind of personal data, by people of the sample in both messengers."""

from aiohttp import ClientSession

from tests.conversations.app import Phone

TYPED = {
    "a head's name": "نوبر آزمون‌نژاد",
    "a phone": "+989170007654",
    "a national ID": "9980001453",
    "an address": "کوچهٔ آزمون هفتم، پلاک ۱۲",
    "words of a call": "خانهٔ رودابه آزمونی، زنگ سوم",
    "words of an odd update": "پیام شهربانو آزمونیان",
    "a newcomer's name": "فریبا آزمونگر",
    "a picture's own name": "رسید نوبر آزمون‌نژاد.jpg",
    "words in a picture": "دفترچهٔ گلنار آزمونی",
    "a search": "ماه‌منیر آزمونی",
    "a reason": "چون بهمن آزمونی گفت",
    "words of a letter": "به آذرمیدخت آزمونی چه بگویم؟",
    "a name that asks to join": "پریزاد آزمون‌خواه",
    "a phone that asks to join": "+989170008765",
    "why a report is returned": "رسیدش به نام گردآفرید آزمونی است",
    "why a member is suspended": "همسایهٔ تهمینه آزمونی گله کرد",
}


async def a_day(http: ClientSession) -> None:
    maryam = Phone(http=http, messenger="telegram", account=1001, name="مریم")
    await maryam.say("/menu")
    for step in ("ثبت خانوار", "بله، رضایت دارند"):
        await maryam.tap(step)
    await maryam.say(TYPED["a head's name"])
    await maryam.say(TYPED["a phone"])
    await maryam.say(TYPED["an address"])
    await maryam.tap("۴")
    await maryam.tap("خوراک")
    await maryam.tap("ثبت")
    await maryam.tap("تکمیل پرونده")
    await maryam.say(TYPED["a national ID"])
    await maryam.tap("خانم")
    await maryam.say("/cancel")
    await maryam.say("/menu")
    await maryam.tap("خانوارها")
    await maryam.say(TYPED["a search"])
    await _odd_update(http)


async def an_evening(http: ClientSession) -> None:
    narges = Phone(http=http, messenger="bale", account=2001, name="نرگس")
    await narges.say("/menu")
    await narges.tap("ثبت خدمت")
    await narges.tap("گروه")
    await narges.say("۱۲")
    await narges.tap("سبد کالا")
    await narges.say("یک میلیون")
    picture = b"\xff\xd8\xff\xe0" + TYPED["words in a picture"].encode() + b"\0" * 400
    await narges.share_file(picture, TYPED["a picture's own name"], "document")
    hossein = Phone(http=http, messenger="telegram", account=1002, name="حسین")
    await hossein.say("/menu")
    await hossein.tap("فراخوان تازه")
    await hossein.tap("همهٔ اعضای")
    await hossein.say(TYPED["words of a call"])
    await hossein.touch("ارسال به")
    newcomer = Phone(http=http, messenger="telegram", account=1010, name=TYPED["a newcomer's name"])
    await newcomer.say("سلام. " + TYPED["a reason"])
    await _letter(http)
    await _request(http)
    await _returned(http)
    await _suspended(hossein)


async def _letter(http: ClientSession) -> None:
    """Write a letter, and export its writer's data as a document."""
    maryam = Phone(http=http, messenger="telegram", account=1001, name="مریم")
    await maryam.say("/menu")
    await maryam.tap("واحد و اعضا")
    await maryam.tap("پیام به مسئول")
    await maryam.say(TYPED["words of a letter"])
    await maryam.say("/menu")
    await maryam.tap("مشخصات من")
    await maryam.tap("اطلاعات من")
    await maryam.tap("دریافت فایل")


async def _request(http: ClientSession) -> None:
    stranger = Phone(http=http, messenger="bale", account=7070, name="رهگذر")
    await stranger.say("/start")
    await stranger.tap("پیدا کردن گروه یا مرکز")
    await stranger.say("سادات")
    await stranger.tap("امداد محلهٔ سادات")
    await stranger.tap("درخواست عضویت")
    await stranger.say(TYPED["a name that asks to join"])
    await stranger.share_contact(TYPED["a phone that asks to join"])


async def _returned(http: ClientSession) -> None:
    zahra = Phone(http=http, messenger="telegram", account=1003, name="زهرا")
    await zahra.say("/menu")
    await zahra.tap("تأیید خدمت‌ها")
    while "نیاز به اصلاح" not in (there := await zahra.buttons()):
        await zahra.tap(there[0])
    for step in ("نیاز به اصلاح", "دلیل دیگر"):
        await zahra.tap(step)
    await zahra.say(TYPED["why a report is returned"])


async def _suspended(hossein: Phone) -> None:
    await hossein.say("/menu")
    await hossein.tap("واحد و اعضا")
    await hossein.tap("اعضای واحد")
    await hossein.tap("واحد دیگر")
    await hossein.say("لبنان")
    await hossein.tap("امداد محلهٔ لبنان")
    await hossein.tap("نرگس")
    await hossein.tap("توقف عضویت")
    await hossein.say(TYPED["why a member is suspended"])
    await hossein.tap("تا اطلاع بعدی")
    await hossein.tap("توقف عضویت")


async def _odd_update(http: ClientSession) -> None:
    """Send an unreadable update: it becomes a dead letter with all its words."""
    body = {"message_id": "no number", "text": TYPED["words of an odd update"], "from": {"id": []}}
    async with http.post("/updates/telegram", json={"kind": "message", "account": 1001, "body": body}) as answer:
        assert answer.status == 200, await answer.text()
