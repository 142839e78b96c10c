large-call = فراخوان { $name } برای { $audience }:
large-call-text = «{ $text }»
large-call-row = در انتظار اجازه: { $gist }، { $people } نفر
large-call-look = دیدن فراخوان
large-call-again = ویرایش و فرستادن دوباره
large-call-until = { $time } روز { $day }
large-call-asked = این فراخوان به { $people } نفر می‌رسد، برای همین پیش از فرستادن ناظر باید اجازه بدهد. تا { $until } منتظر می‌ماند و نتیجه را همین‌جا می‌گویم.
large-call-who = خبر دادم به: { $names }
large-call-nobody = الان برای این واحد و بالاتر ناظری نیست. { $names } می‌تواند ناظری دعوت کند. می‌توانید فراخوان را برای گروه کوچک‌تری هم بفرستید.
large-call-nobody-at-all = الان برای این واحد و بالاتر ناظری نیست. می‌توانید فراخوان را برای گروه کوچک‌تری بفرستید.
large-call-told = { $name } می‌خواهد این فراخوان را بفرستد به { $audience }: «{ $gist }». برای این تعداد، اجازهٔ ناظر لازم است.
large-call-waits = تا { $until } منتظر اجازه است.
large-call-is-returned = { $name } آن را برگرداند.
large-call-reason = دلیل: «{ $reason }»
large-call-is-approved = { $name } اجازه داد و فرستاده شد.
large-call-is-withdrawn = پس گرفته شد و به کسی نرسید.
large-call-is-over = کسی به‌موقع اجازه نداد و به کسی نرسید.
large-call-withdraw = پس می‌گیرم
large-call-approve = اجازه می‌دهم، به { $people } نفر برود
large-call-return = برمی‌گردانم
large-call-sent = پیشرفت فراخوان
large-call-approved = فراخوان { $number } به نام { $name } شروع شد و به { $people } نفر می‌رود.
large-call-told-approved = { $name } اجازه داد. فراخوان { $number } («{ $gist }») شروع شد.{ $changed ->
    [0] {""}
   *[other] {" "}به { $people } نفر فرستاده می‌شود؛ هنگام درخواست { $previewed } نفر بودند.
}
large-call-returned = برگشت. به { $name } خبر می‌دهم.
large-call-told-returned = فراخوان شما («{ $gist }») فرستاده نشد. { $name }، ناظر: «{ $reason }»
    متن و گیرندگان سر جایش است؛ درستش کنید و دوباره بفرستید.
large-call-over = دو روز گذشت و کسی برای فراخوان شما («{ $gist }»، { $unit }) اجازه نداد، پس به کسی نرسید. اگر هنوز لازم است، دوباره بفرستید؛ متنش سر جایش است.
call-returning-title = برگرداندن فراخوان
call-returning-call = کدام فراخوان؟
    .help = فراخوانی که برمی‌گردانید.
call-returning-reason = چرا برگردد؟ در یک جمله بنویسید تا درستش کنند. نمونه: ساعت و جای آن نوشته نشده است.
    .help = فرستنده همین جمله را می‌خواند و فراخوان را درست می‌کند.
