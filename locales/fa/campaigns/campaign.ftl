campaign-opening-title = پویش تازه
    .about = پویش «{ $subject }»
campaign-all-occasions = همهٔ مناسبت‌ها
campaign-opening-called = نام پویش چیست؟ نمونه: پخت و پخش ۲۰۰ پرس غذای گرم
    .label = پویش
    .help = نامی کوتاه که داوطلبان در فهرست می‌بینند، تا ۱۰۰ حرف.
campaign-opening-occasion = به چه مناسبتی است؟ اگر در فهرست نیست، بنویسید.
    .label = مناسبت
    .skip = بدون مناسبت
    .help = یکی از مناسبت‌ها را انتخاب کنید یا مناسبت خودتان را بنویسید. اگر مناسبتی ندارد، «بدون مناسبت» را بزنید.
campaign-opening-since = از چه روزی؟
    .label = از
    .help = اولین روز پویش. از تقویم انتخاب کنید یا بنویسید: فردا، ۱۴ آبان، ۱۴۰۴/۸/۱۴
campaign-opening-until = تا چه روزی؟
    .label = تا
    .help = آخرین روز پویش. پس از این روز ثبت‌نام بسته می‌شود.
campaign-opening-places = چند نفر لازم دارید؟ نمونه: ۲۰
    .label = تعداد جا
    .skip = بدون محدودیت
    .help = وقتی این تعداد ثبت‌نام کنند، جا پر می‌شود. اگر هر چه بیشتر بهتر است، «بدون محدودیت» را بزنید.
campaign-opening-unit = پویش برای کدام واحد است؟
    .label = واحد
    .help = اعضای این واحد و زیرمجموعه‌هایش پویش را می‌بینند. نام واحد را هم می‌توانید بنویسید.
campaign-opening-confirm = پویش این‌طور باز می‌شود:
    .ok = ثبت پویش
campaign-opened = پویش باز شد. شمارهٔ پویش: { $number }
campaign-call = فراخوان این پویش
campaign-see = صفحهٔ پویش
campaign-title = پویش «{ $title }»
campaign-occasion = مناسبت: { $occasion }
campaign-when = { $unit } | { $when }
campaign-without-limit = { $taken ->
    [0] جا محدود نیست. هنوز کسی ثبت‌نام نکرده است.
    [1] جا محدود نیست. ۱ نفر ثبت‌نام کرده است.
   *[other] جا محدود نیست. { $taken } نفر ثبت‌نام کرده‌اند.
}
campaign-places = { $left ->
    [0] { $places ->
        [1] تنها جای آن پر شده است.
       *[other] همهٔ { $places } جا پر شده است.
    }
   *[other] { $left } جای خالی از { $places } جا
}
campaigns = پویش‌های باز:
campaigns-none = الان پویش فعالی نیست.
campaigns-ended = پویش‌های پایان‌یافته:
campaigns-none-ended = هنوز پویشی پایان نیافته است.
campaigns-open = پویش‌های باز
campaigns-see-ended = پایان‌یافته‌ها
campaign-row = { $title }
campaign-row-places = { $left ->
    [0] { $title }، جا پر است
   *[other] { $title }، { $left } جای خالی
}
campaign-row-ended = { $title }، { $taken } نفر
campaign-mine = شما ثبت‌نام کرده‌اید.
campaign-taken = { $taken ->
    [0] کسی ثبت‌نام نکرده بود.
    [1] ۱ نفر ثبت‌نام کرده است.
   *[other] { $taken } نفر ثبت‌نام کرده‌اند.
}
campaign-over = این پویش تمام شده است.
campaign-shut = ثبت‌نام این پویش بسته است.
campaign-sign-up = ثبت‌نام
campaign-leave = نمی‌توانم بیایم
campaign-leave-sure = جایتان در پویش «{ $title }»، { $when }، به دیگری برسد؟
campaign-leave-yes = بله، نمی‌توانم بیایم
campaign-signed-up = جای شما ثبت شد: { $when }. ساعت و محل را از هماهنگ‌کننده بپرسید. اگر نتوانستید بیایید، «نمی‌توانم بیایم» را بزنید تا جایتان به دیگری برسد.
campaign-left = انصراف شما ثبت شد. ممنون که خبر دادید.
campaign-who = چه کسانی می‌آیند؟
campaign-who-came = چه کسانی ثبت‌نام کرده بودند؟
campaign-who-head = پویش «{ $title }»: { $taken ->
    [0] کسی ثبت‌نام نکرده است.
   *[other] { $taken } نفر
}
campaign-name = { $name }
campaign-close = بستن ثبت‌نام
campaign-close-sure = ثبت‌نام پویش «{ $title }» برای همیشه بسته شود؟ کسانی که ثبت‌نام کرده‌اند می‌مانند.
campaign-close-yes = بله، بسته شود
campaign-closed = ثبت‌نام بسته شد.
