call-copy =
    سلام { $name } گرامی
    فراخوان { $sender } برای { $unit }:
    { $text }
call-copy-campaign =
    سلام { $name } گرامی
    فراخوان { $sender } برای { $unit }:
    پویش «{ $title }»، { $when }
    { $places }

    { $text }
call-place-given = جای شما ثبت شد. ممنون از همراهی‌تان؛ خدا قوت. اگر نتوانستید بیایید، «نمی‌توانم» را بزنید تا جایتان به دیگری برسد.
call-place-none = همهٔ جاها پر است و جایی برای شما ثبت نشد. ممنون که آماده‌اید. اگر جایی خالی شود، با «می‌آیم» ثبت‌نام می‌کنید.
call-place-free-again = پیش‌تر جا نبود و جایی برای شما ثبت نشده است. حالا جا هست؛ اگر می‌آیید، دوباره «می‌آیم» را بزنید.
call-place-closed = ثبت‌نام بسته شده است و جایی برای شما ثبت نشد. ممنون که آماده بودید.
call-answered-coming = پاسخ شما: می‌آیم. ممنون از همراهی‌تان؛ خدا قوت.
call-answered-cannot = پاسخ شما: نمی‌توانم. ممنون که خبر دادید.
call-title = فراخوان { $number }: { $gist }
call-head = فراخوان { $number }: { $gist } | { $state }
call-to = گیرندگان: { $audience }
call-sent = فرستاده شد: { $sent } از { $total } ({ $share }). مانده: { $waiting }. فرستاده نشد: { $missed }
call-answers = می‌آیند: { $coming } نفر، نمی‌توانند: { $cannot } نفر، بی‌پاسخ: { $silent } نفر
call-no-place = می‌خواستند بیایند و جا نبود: { $people } نفر
call-campaign = پویش «{ $title }»: { $taken }
call-reach-changed = از وقت پیش‌نمایش، گیرندگان تغییر کرده‌اند: حالا { $people } نفرند، پیش از این { $previewed } نفر بودند.
call-on-day = { $day }، { $hours }
call-began = شروع { $began }
call-began-ended = شروع { $began }، پایان { $ended }
call-pause = مکث
call-resume = ادامه
call-stop = لغو فراخوان
call-stop-sure = فراخوان { $number } برای همیشه لغو شود؟ { $waiting ->
    [0] به همه فرستاده شده است؛ فقط دیگر پاسخی گرفته نمی‌شود.
   *[other] برای { $waiting } نفری که هنوز فرستاده نشده است، دیگر فرستاده نمی‌شود.
}
call-stop-yes = بله، لغو شود
call-see-answers = پاسخ‌ها
call-why = چرا فرستاده نشد؟
call-who = { $name }: { $answer }
call-missed = برای { $people } نفر فرستاده نشد:
call-missed-why = { $people } نفر: { $why }
call-row = { $number } ({ $state }): { $gist }
calls = فراخوان‌ها (تازه‌ترین‌ها بالا):
own-calls = قول‌ها و فراخوان‌های اخیر شما. برای دیدن یا تغییر پاسخ، یکی را انتخاب کنید.
own-calls-none = در دو هفتهٔ گذشته فراخوانی برای شما فرستاده نشده است و در پویشی ثبت‌نام نکرده‌اید.
own-calls-row = { $answer }: { $what }
own-calls-back = فراخوان‌های من
calls-none = هنوز فراخوانی فرستاده نشده است.
call-started = فراخوان { $number } شروع شد. پیشرفت را همین پایین ببینید.
audience-everybody = همهٔ اعضای { $unit }، { $people } نفر
audience-volunteer = داوطلبان { $unit }، { $people } نفر
audience-coordinator = هماهنگ‌کنندگان { $unit }، { $people } نفر
audience-supervisor = ناظران { $unit }، { $people } نفر
audience-administrator = مدیران سامانهٔ { $unit }، { $people } نفر
call-sending-title = فراخوان تازه
    .about = فراخوان «{ $subject }»
call-sending-audience = برای چه کسانی؟ نام واحد را هم می‌توانید بنویسید.
    .label = برای
    .help = واحد خودتان و زیرمجموعه‌هایش در فهرست است، یک بار همه و یک بار هر نقش جدا. برای پیدا کردن، بخشی از نام واحد را بنویسید.
call-sending-campaign = برای کدام پویش؟
    .label = پویش
    .help = گیرندگان با «می‌آیم» در همین پویش ثبت‌نام می‌کنند.
call-sending-text = متن فراخوان را بنویسید: چه کاری، کجا، چه ساعتی. نام هر گیرنده خودکار بالای پیام می‌آید.
    .label = متن
    .help = کوتاه و روشن بنویسید، تا ۱۵۰۰ حرف. نمونه: سه‌شنبه ساعت ۱۵، حسینیهٔ سادات، برای بسته‌بندی ۲۰۰ سبد کمک لازم داریم.
call-sending-look = پیش از فرستادن یک بار بخوانید. پیام این‌طور می‌رسد:
    .label = ارسال
    .help = اگر متن یا گیرندگان درست نیست، «بازگشت» را بزنید و تغییرش دهید.
call-sending-name = (نام هر گیرنده)
call-sending-reach = به { $people } نفر فرستاده می‌شود: { $messengers }.{ $missing ->
    [0] {""}
    [1] {" "}۱ نفر پیام‌رسانی ثبت نکرده است و برایش فرستاده نمی‌شود.
   *[other] {" "}{ $missing } نفر پیام‌رسانی ثبت نکرده‌اند و برایشان فرستاده نمی‌شود.
}
call-sending-messenger = { $people } نفر در { $messenger }
call-sending-nobody = هیچ‌کدام از این گیرندگان پیام‌رسان ثبت نکرده‌اند. با «بازگشت» گیرندگان دیگری انتخاب کنید.
call-sending-send = ارسال به { $people } نفر
call-sending-ask = درخواست اجازه ({ $people } نفر)
call-sending-many = گیرندگان بیش از { $most } نفرند: اول ناظر باید اجازه بدهد.
call-sending-press = هنوز چیزی فرستاده نشده است. برای فرستادن، دکمه را بزنید؛ برای تغییر متن، «بازگشت» را بزنید.
call-sending-confirm = فرستاده شود؟
    .ok = ارسال
