error-call-empty = لطفاً متن فراخوان را بنویسید.
error-call-long = متن فراخوان بلند است. لطفاً آن را در { $most } نویسه یا کمتر بنویسید.
error-call-nobody = در این گروه کسی نیست که پیام به او برسد. لطفاً گروه دیگری انتخاب کنید.
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
