verify-waiting-units = در انتظار تأیید، هر واحد جدا. آن که بیشتر مانده بالاتر است:
waiting-unit = { $unit }: { $services } خدمت، از { $day }
verify-waiting-nothing = چیزی در انتظار تأیید نیست.
verify-waiting-in = در انتظار تأیید، «{ $unit }». قدیمی‌تر بالاتر است:
verify-waiting-none-in = در «{ $unit }» چیزی در انتظار تأیید نیست.
verify-returned-units = برگشت‌خورده‌ها، هر واحد جدا. منتظر ثبت‌کننده‌شان هستند:
verify-returned-nothing = خدمت برگشت‌خورده‌ای نیست.
verify-returned-in = برگشت‌خورده‌های «{ $unit }». منتظر ثبت‌کننده‌شان هستند:
verify-returned-none-in = در «{ $unit }» خدمت برگشت‌خورده‌ای نیست.
waiting-row = { $activity }، { $value }، { $name }
waiting-row-other = خدمت { $number }، بررسی با دیگری
waiting-returned = برگشت‌خورده‌ها
waiting-all = همهٔ واحدها
waiting-list = فهرست انتظار
verify-case = خدمت { $number } | { $unit }
verify-reported = ثبت: { $name }، { $day } ساعت { $time }
verify-in-stead = { $name } به‌جای { $of }
verify-replaces = به جای خدمت { $number } ثبت شده است.
verify-by = { $name } تأیید کرده است.
verify-returned-by = { $name } برگردانده است.
verify-gone = ثبت‌کننده آن را پس گرفته یا اصلاح کرده است و دیگر شمرده نمی‌شود.
verify-own = این خدمت را خودتان ثبت کرده‌اید، یا به‌جای شما یا کسی که جایش هستید ثبت شده است؛ تأییدش با دیگری است.
verify-own-household = این خدمت به خانوار خودتان مربوط است؛ بررسی‌اش با دیگری است.
verify-others = می‌تواند تأیید کند: { $names }
verify-no-others = الان ناظر دیگری برای این واحد یا بالاتر نیست. مدیر سامانه می‌تواند ناظر دعوت کند.
verify = تأیید
verify-return = برگردد برای اصلاح
verify-after-all = با این حال تأیید می‌شود
verify-look = دیدن خدمت
verify-pictures = دیدن { $count ->
    [1] عکس
   *[other] { $count } عکس
}
verify-picture = خدمت { $number }، عکس { $at } از { $of }
verify-day = هر { $count } خدمت آن روز { $name }
verify-day-of = { $name }، «{ $unit }»، { $day }:
verify-day-line = { $number }: { $line } | { $files ->
    [0] بدون عکس
   *[other] { $files } عکس
}
verify-day-left = { $count } خدمت دیگر آن روز را جدا ببینید: بزرگ‌ترند، یا بررسی‌شان با دیگری است.
verify-day-yes = تأیید هر { $count } خدمت، { $value }
verified = خدمت { $number } تأیید شد.
verified-day = { $count } خدمت تأیید شد، با هم { $value }.
returned-done = خدمت { $number } برگشت خورد. به { $name } خبر می‌دهم.
service-told-returned = خدمت { $number } ({ $activity }، { $value }، { $day }) برای اصلاح برگشت. { $why }
    { $name }، ناظر. هر چه را لازم است درست کنید؛ بقیه‌اش همان است که نوشته بودید.
service-returning-title = برگرداندن خدمت
    .about = برگرداندن { $subject }
service-returning-service = کدام خدمت؟
    .help = خدمتی که برمی‌گردانید.
service-returning-reason = چه چیزش درست نیست؟
    .help = نزدیک‌ترین را بزنید. ثبت‌کننده آن را می‌خواند و خدمت را درست می‌کند.
service-returning-note = در یک جمله بنویسید چه چیزی درست شود. دربارهٔ بیماری یا دعوای خانوادگی چیزی ننویسید.
    .skip = همین بس است
    .help = نمونه: روی رسید ۱٬۲۰۰٬۰۰۰ تومان نوشته است. این جمله فقط به ثبت‌کننده می‌رسد.
return-reason-amount = مبلغ درست نیست
return-reason-evidence = عکس یا رسید لازم است
return-reason-served = خانوار یا خدمت اشتباه است
return-reason-day = روزش درست نیست
return-reason-twice = دو بار ثبت شده است
return-reason-other = دلیل دیگر
