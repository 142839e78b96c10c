campaign-opening-title = پویش تازه
    .about = پویش «{ $subject }»
campaign-opening-called = نام پویش چیست؟ نمونه: پخت و پخش ۲۰۰ پرس غذای گرم
    .label = پویش
    .help = نامی کوتاه که داوطلبان در فهرست می‌بینند، تا ۱۰۰ حرف.
campaign-opening-occasion = به چه مناسبتی است؟ اگر در فهرست نیست، بنویسید.
    .label = مناسبت
    .skip = بی‌مناسبت
    .help = یکی از مناسبت‌ها را بزنید یا مناسبت خودتان را بنویسید. اگر مناسبتی ندارد، «بی‌مناسبت» را بزنید.
campaign-opening-since = از چه روزی؟
    .label = از
    .help = نخستین روز پویش. از تقویم انتخاب کنید یا بنویسید: فردا، ۱۴ آبان، ۱۴۰۴/۸/۱۴
campaign-opening-until = تا چه روزی؟ اگر یک‌روزه است، همان روز را دوباره بگویید.
    .label = تا
    .help = واپسین روز پویش. پس از این روز ثبت‌نام بسته می‌شود.
campaign-opening-places = چند نفر لازم دارید؟ نمونه: ۲۰
    .label = جا
    .skip = بی‌محدودیت
    .help = وقتی این تعداد ثبت‌نام کنند، جا پر می‌شود. اگر هر چه بیشتر بهتر، «بی‌محدودیت» را بزنید.
campaign-opening-unit = پویش برای کدام واحد است؟
    .label = واحد
    .help = اعضای این واحد و واحدهای زیر آن پویش را می‌بینند. نام واحد را هم می‌توانید بنویسید.
campaign-opening-confirm = پویش این‌طور باز می‌شود:
    .ok = باز شود
campaign-opened = پویش باز شد. شمارهٔ پویش: { $number }
campaign-call = فراخوان
campaign-see = صفحهٔ پویش
campaign-title = پویش «{ $title }»
campaign-occasion = مناسبت: { $occasion }
campaign-when = { $unit } | { $when }
campaign-without-limit = { $taken ->
    [0] جا محدود نیست. هنوز کسی ثبت‌نام نکرده است.
   *[other] جا محدود نیست. { $taken } نفر ثبت‌نام کرده‌اند.
}
campaign-places = { $left ->
    [0] هر { $places } جا پر شده است.
   *[other] { $left } جا از { $places } جا مانده است.
}
campaigns = پویش‌های باز:
campaigns-none = الان پویش بازی نیست. پویش تازه را هماهنگ‌کنندهٔ گروهتان خبر می‌دهد.
campaigns-ended = پویش‌های گذشته و بسته‌شده:
campaigns-none-ended = هنوز پویشی پایان نیافته است.
campaigns-open = پویش‌های باز
campaigns-see-ended = گذشته و بسته‌شده
campaign-row = { $title }
campaign-row-places = { $left ->
    [0] { $title }، جا پر است
   *[other] { $title }، { $left } جا
}
campaign-row-ended = { $title }، { $taken } نفر
campaign-mine = شما ثبت‌نام کرده‌اید.
campaign-taken = { $taken ->
    [0] کسی ثبت‌نام نکرده بود.
   *[other] { $taken } نفر ثبت‌نام کرده‌اند.
}
campaign-over = این پویش تمام شده است.
campaign-shut = ثبت‌نام این پویش بسته است.
campaign-sign-up = ثبت‌نام
campaign-leave = انصراف
campaign-signed-up = جای شما ثبت شد: { $when }. اگر نتوانستید بیایید، «انصراف» را بزنید تا جا به دیگری برسد.
campaign-left = انصراف شما ثبت شد. سپاس که خبر دادید.
campaign-who = چه کسانی می‌آیند؟
campaign-who-head = پویش «{ $title }»: { $taken ->
    [0] هنوز کسی ثبت‌نام نکرده است.
   *[other] { $taken } نفر
}
campaign-name = { $name }
campaign-close = بستن ثبت‌نام
campaign-close-sure = ثبت‌نام پویش «{ $title }» برای همیشه بسته شود؟ کسانی که ثبت‌نام کرده‌اند می‌مانند.
campaign-close-yes = بله، بسته شود
campaign-closed = ثبت‌نام بسته شد.
