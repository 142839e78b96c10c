error-call-empty = لطفاً متن فراخوان را بنویسید.
error-call-long = متن فراخوان بلند است. لطفاً آن را در { $most } نویسه یا کمتر بنویسید.
error-call-nobody = در این گروه کسی نیست که پیام به او برسد. لطفاً گروه دیگری انتخاب کنید.
error-call-campaign-unit = این پویش برای { $unit } و واحدهای زیر آن است. لطفاً گیرندگان را از همان‌جا انتخاب کنید.
error-campaign-members-only = ثبت‌نام در این پویش برای داوطلبان و هماهنگ‌کنندگان فعال واحد است.
error-call-many = این فراخوان به بیش از { $most } نفر می‌رسد و پیش از فرستادن، ناظر باید اجازه بدهد. دوباره نگاه کنید.
error-large-call-own = اجازهٔ این فراخوان با شما نیست: خودتان خواسته‌اید، یا به‌جای شما یا کسی که جایش هستید خواسته شده است. ناظر دیگری می‌تواند اجازه بدهد.
error-large-call-approved = { $name } پیش از شما اجازه داد و فرستاده شد.
error-large-call-returned = { $name } پیش از شما آن را برگرداند.
error-large-call-withdrawn = { $name } این فراخوان را پس گرفت.
error-large-call-expired = وقت این فراخوان گذشته است و به کسی نرسید.
error-large-call-sender = { $name } دیگر نمی‌تواند برای این واحد فراخوان بفرستد، پس فرستاده نشد.
error-call-ended = فراخوان { $number } پایان یافته است و دیگر تغییر نمی‌کند.
error-call-cancelled = فراخوان { $number } لغو شده است. از شما ممنونیم؛ نیازی به پاسخ نیست.

call-state-sending = در حال ارسال
call-state-paused = مکث
call-state-cancelled = لغو شد
call-state-done = پایان یافت

hindrance-blocked = ربات را باز نکرده‌اند یا بسته‌اند، و پیام‌رسان دیگری ندارند
hindrance-no-account = پیام‌رسانی از آن‌ها در دسترس نبود
hindrance-away = پیام‌رسان قطع بود
hindrance-refused = پیام‌رسان پیام را نپذیرفت
