inviting-title = دعوت
    .about = دعوت به { $subject }
inviting-unit = به کدام واحد دعوت می‌کنید؟ نام واحد را هم می‌توانید بنویسید.
    .label = واحد
    .help = یکی از واحدها را بزنید، یا بخشی از نامش را بنویسید.
inviting-role = با چه نقشی؟
    .label = نقش
    .help = داوطلب خانوار و خدمت ثبت می‌کند؛ هماهنگ‌کننده پویش و فراخوان هم دارد؛ ناظر خلاصهٔ عملکرد می‌گیرد؛ مدیر سامانه مسئولان واحدها را دعوت می‌کند.
inviting-uses = چند نفر می‌توانند با این دعوت بیایند؟ نمونه: ۵
    .label = برای چند نفر
    .help = هر نفر یک بار از دعوت استفاده می‌کند. وقتی همه آمدند، پیوند دیگر کار نمی‌کند.
inviting-days = این دعوت چند روز اعتبار دارد؟ نمونه: ۷
    .label = مهلت (روز)
    .help = پس از این چند روز پیوند دیگر کار نمی‌کند.
inviting-confirm = این دعوت را بسازم؟
    .ok = ساخته شود
inviting-made = دعوت: { $role } در «{ $unit }»، برای { $uses } نفر، تا { $until }.
inviting-links = { $count ->
    [one] این پیوند را بفرستید.
   *[other] این پیوندها را بفرستید؛ هر کس پیوند پیام‌رسان خودش را می‌زند.
}
inviting-link = { $messenger }:
    { $link }
inviting-code = یا این کد را برای همیار بنویسند، در بله یا تلگرام:
    { $code }
inviting-copy = رونوشت پیوند { $messenger }
inviting-another = دعوت دیگر
invitations-standing = این دعوت‌ها هنوز کار می‌کنند. هر کدام را بزنید تا پیوند و کارتش را ببینید یا لغوش کنید.
invitations-none = دعوتی که هنوز کار کند ندارید.
invitations-line = { $role } در { $unit }، { $came } از { $uses } نفر
invited-came = تا حالا { $came } نفر از { $uses } نفر با آن آمده‌اند.
invited-by = این دعوت را { $inviter } ساخته است.
invited-card = کارت دعوت
invited-revoke = لغو دعوت
invited-all = همهٔ دعوت‌ها
invited-back = بازگشت به دعوت
invited-revoked = دعوت لغو شد. پیوند و کدش دیگر کار نمی‌کند؛ کسانی که آمده‌اند می‌مانند.
invited-card-sent = کارت دعوت: { $role } در «{ $unit }»، تا { $until }. آن را بفرستید یا چاپ کنید و فقط به کسی بدهید که می‌شناسید.
card-invitation = دعوت به همیار محله
card-role = نقش: { $role }
card-until = تا { $until }، برای { $uses } نفر
card-type-code = یا این کد را برای همیار بنویسید
card-for-whom = کد پیام‌رسان خودتان را با دوربین گوشی بخوانید تا همیار باز شود.
error-invitation-gone = این دعوت دیگر کار نمی‌کند، یا در اختیار شما نیست.
