error-campaign-long = این نوشته بلند است. لطفاً حداکثر { $most } حرف بنویسید.
error-campaign-period = روز پایان پیش از روز آغاز است. لطفاً روز دیگری انتخاب کنید.
error-campaign-past = روز پایان گذشته است. لطفاً امروز یا روزی پس از آن را انتخاب کنید.
error-campaign-places = تعداد جا باید از ۱ تا { $most } باشد.
error-campaign-not-found = این پویش پیدا نشد، یا در دسترس شما نیست.
error-campaign-full = جای پویش «{ $title }» همین حالا پر شد. اگر جایی خالی شود دوباره می‌توانید ثبت‌نام کنید.
error-campaign-closed = ثبت‌نام پویش «{ $title }» بسته شده است.
error-campaign-over = پویش «{ $title }» تمام شده است.
