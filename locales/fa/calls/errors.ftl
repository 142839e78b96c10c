error-call-empty = لطفاً متن فراخوان را بنویسید.
error-call-long = متن فراخوان بلند است. لطفاً حداکثر { $most } حرف بنویسید.
error-call-nobody = هیچ‌کدام از این گیرندگان پیام‌رسان ثبت نکرده‌اند. لطفاً گیرندگان دیگری انتخاب کنید.
error-call-campaign-unit = این پویش برای { $unit } و زیرمجموعه‌هایش است. لطفاً گیرندگان را از همان‌جا انتخاب کنید.
error-campaign-members-only = ثبت‌نام در این پویش برای داوطلبان و هماهنگ‌کنندگان فعال واحد است.
error-call-many = گیرندگان این فراخوان بیش از { $most } نفرند، برای همین اول ناظر باید اجازه بدهد. دوباره نگاه کنید.
error-large-call-own = اجازهٔ این فراخوان با شما نیست، چون خودتان یا جانشین شما آن را نوشته است. ناظر دیگری می‌تواند اجازه بدهد.
error-large-call-approved = { $name } پیش از شما اجازه داد و فرستاده شد.
error-large-call-returned = { $name } پیش از شما آن را برای اصلاح برگرداند.
error-large-call-withdrawn = { $name } این فراخوان را لغو کرد.
error-large-call-expired = وقت این فراخوان گذشته است و فرستاده نشد.
error-large-call-sender = { $name } دیگر نمی‌تواند برای این واحد فراخوان بفرستد، پس فرستاده نشد.
error-call-ended = فراخوان { $number } پایان یافته است و دیگر تغییر نمی‌کند.
error-call-cancelled = فراخوان { $number } لغو شده است. از شما ممنونیم؛ نیازی به پاسخ نیست.

call-state-sending = در حال ارسال
call-state-paused = موقتاً متوقف
call-state-cancelled = لغو شد
call-state-done = پایان یافت

hindrance-blocked = ربات را شروع نکرده‌اند یا مسدود کرده‌اند و پیام‌رسان دیگری ندارند
hindrance-no-account = پیام‌رسانی ثبت نکرده‌اند
hindrance-away = پیام‌رسان قطع بود
hindrance-refused = پیام‌رسان پیام را نپذیرفت
