call-copy =
    فراخوان از { $sender } برای { $unit }
    { $name }، سلام. { $text }
call-answered-coming = پاسخ شما: می‌آیم. سپاس از همراهی‌تان.
call-answered-no_place = جاهای این پویش پر است و جایی برای شما ثبت نشد. ممنون که آماده بودید.
call-answered-cannot = پاسخ شما: نمی‌توانم. سپاس که خبر دادید.
call-title = فراخوان { $number }: { $gist }
call-head = فراخوان { $number }: { $gist } | { $state }
call-to = به { $audience }
call-sent = فرستاده شد: { $sent } از { $total } ({ $share }). مانده: { $waiting }. فرستاده نشد: { $missed }
call-answers = پاسخ: { $coming } نفر { $coming ->
    [1] می‌آید
   *[other] می‌آیند
}، { $cannot } نفر { $cannot ->
    [1] نمی‌تواند
   *[other] نمی‌توانند
}، { $silent } نفر هنوز پاسخ { $silent ->
    [1] نداده است
   *[other] نداده‌اند
}
call-on-day = { $day }، { $hours }
call-began = شروع { $began }
call-began-ended = شروع { $began }، پایان { $ended }
call-pause = مکث
call-resume = ادامه
call-stop = لغو فراخوان
call-stop-sure = فراخوان { $number } برای همیشه لغو شود؟ { $waiting ->
    [0] به همه فرستاده شده است؛ فقط دیگر پاسخی گرفته نمی‌شود.
   *[other] به { $waiting } نفر که هنوز نرسیده است، فرستاده نمی‌شود.
}
call-stop-yes = بله، لغو شود
call-see-answers = پاسخ‌ها
call-why = چرا فرستاده نشد
call-who = { $name }: { $answer }
call-missed = برای { $people } نفر فرستاده نشد:
call-missed-why = { $people } نفر: { $why }
call-row = { $number }: { $gist } | { $state }
calls = فراخوان‌ها، تازه‌ترین بالاتر:
own-calls = قول‌ها و فراخوان‌های اخیر شما. برای دیدن یا تغییر پاسخ، یکی را انتخاب کنید.
own-calls-none = در دو هفتهٔ گذشته فراخوانی به شما نرسیده است و در پویشی ثبت‌نام نکرده‌اید.
own-calls-row = { $answer }: { $what }
own-calls-back = فراخوان‌های من
calls-none = هنوز فراخوانی فرستاده نشده است.
call-started = فراخوان { $number } شروع شد. پیشرفت را همین پایین ببینید.
audience-everybody = همهٔ اعضای { $unit }، { $people } نفر
audience-volunteer = داوطلبان { $unit }، { $people } نفر
audience-coordinator = هماهنگ‌کنندگان { $unit }، { $people } نفر
audience-supervisor = ناظران { $unit }، { $people } نفر
audience-administrator = مدیران سامانهٔ { $unit }، { $people } نفر
call-sending-title = فراخوان
    .about = فراخوان «{ $subject }»
call-sending-audience = برای چه کسانی؟ نام واحد را هم می‌توانید بنویسید.
    .label = برای
    .help = واحد خودتان و واحدهای زیر آن در فهرست است، یک بار همه و یک بار هر نقش جدا. برای پیدا کردن، بخشی از نام واحد را بنویسید.
call-sending-text = متن فراخوان را بنویسید: چه کاری، کجا، چه ساعتی. نام هر کس خودش بالای پیام می‌آید.
    .label = متن
    .help = کوتاه و روشن بنویسید، تا ۱۵۰۰ حرف. نمونه: سه‌شنبه ساعت ۱۵، حسینیهٔ سادات، برای بسته‌بندی ۲۰۰ سبد کمک لازم داریم.
call-sending-look = پیش از فرستادن نگاه کنید. پیام این‌طور می‌رسد:
    .label = ارسال
    .help = اگر متن یا گیرندگان درست نیست، «برگشت» را بزنید و عوضش کنید.
call-sending-preview =
    «فراخوان از { $sender } برای { $unit }
    (نام هر کس)، سلام. { $text }»
    به { $people } نفر فرستاده می‌شود: { $messengers }.{ $missing ->
    [0] {""}
   *[other] {" "}{ $missing } نفر کنار می‌مانند: پیام‌رسانی از آن‌ها در دسترس نیست.
}
call-sending-messenger = { $people } نفر در { $messenger }
call-sending-nobody = در این گروه کسی نیست که پیام به او برسد. با «برگشت» گروه دیگری انتخاب کنید.
call-sending-send = ارسال به { $people } نفر
call-sending-ask = فرستادن برای اجازهٔ ناظر، { $people } نفر
call-sending-many = بیش از { $most } نفر است: پیش از فرستادن، ناظر باید اجازه بدهد.
call-sending-press = هنوز چیزی فرستاده نشده است. برای فرستادن دکمه را بزنید، برای عوض کردن متن «برگشت» را.
call-sending-confirm = فرستاده شود؟
    .ok = ارسال
