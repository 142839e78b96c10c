inviting-title = دعوت تازه
    .about = دعوت به { $subject }
inviting-unit = به کدام واحد دعوت می‌کنید؟ نام واحد را هم می‌توانید بنویسید.
    .label = واحد
    .help = یکی از واحدها را انتخاب کنید، یا بخشی از نامش را بنویسید.
inviting-role = با چه نقشی؟
    .label = نقش
    .help = داوطلب خانوار و خدمت ثبت می‌کند؛ هماهنگ‌کننده پویش و فراخوان هم دارد؛ ناظر خدمت‌ها را تأیید می‌کند و خلاصهٔ عملکرد می‌گیرد؛ مدیر سامانه واحدها و مسئولانشان را اداره می‌کند.
inviting-uses = این دعوت برای چند نفر است؟ نمونه: ۵
    .label = برای چند نفر
    .help = هر نفر یک بار از دعوت استفاده می‌کند. وقتی همه عضو شدند، لینک از کار می‌افتد.
inviting-days = این دعوت چند روز اعتبار دارد؟ نمونه: ۷
    .label = مهلت (روز)
    .help = پس از این چند روز، لینک از کار می‌افتد.
inviting-confirm = این دعوت را بسازم؟
    .ok = ساخت دعوت
inviting-made = دعوت: { $role } در «{ $unit }»، برای { $uses } نفر، تا { $until }.
inviting-links = { $count ->
    [one] این لینک را بفرستید.
   *[other] این لینک‌ها را بفرستید. هر کس روی لینک پیام‌رسان خودش می‌زند.
}
inviting-link = { $messenger }:
    { $link }
inviting-code = یا این کد را در بله یا تلگرام برای همیار بفرستند:
    { $code }
inviting-copy = کپی لینک { $messenger }
inviting-another = دعوت تازه
invitations-standing = دعوت‌های فعال شما. روی هر کدام بزنید تا لینک و کارتش را ببینید یا لغوش کنید.
invitations-none = دعوت فعالی ندارید.
invitations-line = { $role } در { $unit }، { $came } از { $uses } نفر
invited-came = تا حالا { $came } نفر از { $uses } نفر با این دعوت عضو شده‌اند.
invited-by = این دعوت را { $inviter } ساخته است.
invited-card = کارت دعوت
invited-revoke = لغو دعوت
invited-revoke-sure = دعوت { $role } در «{ $unit }» لغو شود؟ لینک، کد و کارت آن از کار می‌افتد.
invited-revoke-yes = بله، لغو شود
invited-all = همهٔ دعوت‌ها
invited-back = بازگشت به دعوت
invited-revoked = دعوت لغو شد. لینک و کدش از کار افتاد؛ کسانی که عضو شده‌اند می‌مانند.
invited-card-sent = کارت دعوت: { $role } در «{ $unit }»، تا { $until }. آن را بفرستید یا چاپ کنید و فقط به کسی بدهید که می‌شناسید.
card-invitation = دعوت به همیار محله
card-role = نقش: { $role }
card-until = تا { $until }، برای { $uses } نفر
card-type-code = یا این کد را برای همیار بفرستید
card-for-whom = کد پیام‌رسان خودتان را با دوربین گوشی اسکن کنید تا همیار باز شود.
error-invitation-gone = این دعوت دیگر معتبر نیست یا در دسترس شما نیست.
