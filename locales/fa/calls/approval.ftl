large-call = فراخوان { $name } برای { $audience }:
large-call-text = «{ $text }»
large-call-row = منتظر اجازه، { $people } نفر: { $gist }
large-call-look = دیدن فراخوان
large-call-again = ویرایش و فرستادن دوباره
large-call-until = ساعت { $time } روز { $day }
large-call-asked = این فراخوان برای { $people } نفر فرستاده می‌شود، برای همین اول ناظر باید اجازه بدهد. تا { $until } منتظر می‌ماند و نتیجه را همین‌جا می‌گویم.
large-call-who = خبر دادم به: { $names }
large-call-nobody = الان این واحد و واحدهای بالاتر ناظری ندارند. از { $names } بخواهید ناظری دعوت کند، یا فراخوان را برای گیرندگان کمتری بفرستید.
large-call-nobody-at-all = الان این واحد و واحدهای بالاتر ناظری ندارند. می‌توانید فراخوان را برای گیرندگان کمتری بفرستید.
large-call-told = { $name } می‌خواهد این فراخوان را به { $audience }، بفرستد: «{ $gist }». برای این تعداد، اجازهٔ ناظر لازم است.
large-call-waits = تا { $until } منتظر اجازه است.
large-call-is-returned = { $name } آن را برای اصلاح برگرداند.
large-call-reason = دلیل: «{ $reason }»
large-call-is-approved = { $name } اجازه داد و فرستاده شد.
large-call-is-withdrawn = لغو شد و برای کسی فرستاده نشد.
large-call-is-over = کسی به‌موقع اجازه نداد و برای کسی فرستاده نشد.
large-call-withdraw = لغو فراخوان
large-call-approve = اجازه می‌دهم (به { $people } نفر)
large-call-return = نیاز به اصلاح
large-call-sent = پیشرفت فراخوان
large-call-approved = فراخوان { $number } به نام { $name } شروع شد و برای { $people } نفر فرستاده می‌شود.
large-call-told-approved = { $name } اجازه داد. فراخوان { $number } («{ $gist }») شروع شد.{ $changed ->
    [0] {""}
   *[other] {" "}به { $people } نفر فرستاده می‌شود؛ هنگام درخواست { $previewed } نفر بودند.
}
large-call-returned = فراخوان برگردانده شد. به { $name } خبر می‌دهم.
large-call-told-returned = { $name }، ناظر، فراخوان شما («{ $gist }») را برای اصلاح برگرداند: «{ $reason }»
    متن و گیرندگان سر جایش است؛ درستش کنید و دوباره بفرستید.
large-call-over = دو روز گذشت و کسی برای فراخوان شما («{ $gist }»، { $unit }) اجازه نداد، پس فرستاده نشد. اگر هنوز لازم است، دوباره بفرستید؛ متنش سر جایش است.
call-returning-title = برگرداندن فراخوان
    .about = برگرداندن «{ $subject }»
call-returning-call = کدام فراخوان؟
    .help = فراخوانی که برمی‌گردانید.
call-returning-reason = در یک جمله بنویسید چه چیزی اصلاح شود. نمونه: ساعت و محل آن نوشته نشده است.
    .help = فرستنده همین جمله را می‌خواند و فراخوان را درست می‌کند.
