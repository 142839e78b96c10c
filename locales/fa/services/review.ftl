verify-waiting-units = خدمت‌های در انتظار تأیید، به تفکیک واحد (قدیمی‌ترها بالا):
waiting-unit = { $unit }: { $services } خدمت، از { $day }
verify-waiting-nothing = چیزی در انتظار تأیید نیست.
verify-waiting-in = خدمت‌های در انتظار تأیید «{ $unit }» (قدیمی‌ترها بالا):
verify-waiting-none-in = در «{ $unit }» چیزی در انتظار تأیید نیست.
verify-returned-units = خدمت‌های نیازمند اصلاح، به تفکیک واحد. هنوز ثبت‌کننده‌شان اصلاح نکرده است:
verify-returned-nothing = خدمتی نیازمند اصلاح نیست.
verify-returned-in = خدمت‌های نیازمند اصلاح «{ $unit }»:
verify-returned-none-in = در «{ $unit }» خدمتی نیازمند اصلاح نیست.
waiting-row = { $activity }، { $value }، { $name }
waiting-row-doubted = ⚠ { $row }
waiting-row-other = خدمت { $number }، بررسی با ناظر دیگر
waiting-returned = نیازمند اصلاح
waiting-all = همهٔ واحدها
waiting-list = بازگشت به فهرست
verify-case = خدمت { $number } | { $unit }
verify-reported = ثبت‌کننده: { $name }، { $day } ساعت { $time }
verify-in-stead = { $name } به‌جای { $of }
verify-doubt-late = ⚠ { $days } روز پس از تحویل ثبت شده است.
verify-doubt-high = ⚠ مبلغ از معمول این خدمت بسیار بیشتر است (معمولاً حداکثر { $usual }). ثبت‌کننده گفته است درست است.
verify-doubt-low = ⚠ مبلغ از معمول این خدمت بسیار کمتر است (معمولاً حداقل { $usual }). ثبت‌کننده گفته است درست است.
verify-replaces = به‌جای خدمت { $number } ثبت شده است.
verify-by = { $name } تأیید کرده است.
verify-returned-by = { $name } برای اصلاح برگردانده است.
verify-gone = ثبت‌کننده آن را لغو یا اصلاح کرده است و دیگر حساب نمی‌شود.
verify-own = این خدمت را خودتان یا جانشین شما ثبت کرده است؛ ناظر دیگری باید آن را تأیید کند.
verify-own-household = این خدمت برای خانوار خودتان است؛ ناظر دیگری باید بررسی کند.
verify-others = کسانی که می‌توانند تأیید کنند: { $names }
verify-no-others = الان ناظر دیگری برای این واحد یا بالاتر نیست. از مدیر سامانه بخواهید ناظری دعوت کند.
verify = تأیید
verify-return = نیاز به اصلاح
verify-after-all = با این حال تأیید می‌کنم
verify-look = دیدن خدمت
verify-pictures = دیدن { $count ->
    [1] عکس
   *[other] { $count } عکس
}
verify-picture = خدمت { $number }، عکس { $at } از { $of }
verify-day = دیدن هر { $count } خدمت آن روز { $name }
verify-day-of = { $name }، «{ $unit }»، { $day }:
verify-day-line = { $number }: { $line } | { $files ->
    [0] بدون عکس
   *[other] { $files } عکس
}
verify-day-left = { $count ->
    [1] ۱ خدمت دیگر آن روز را جدا ببینید: مبلغش بیشتر است، یا بررسی‌اش با ناظر دیگر است.
   *[other] { $count } خدمت دیگر آن روز را جدا ببینید: مبلغشان بیشتر است، یا بررسی‌شان با ناظر دیگر است.
}
verify-day-yes = تأیید هر { $count } خدمت، { $value }
verified = خدمت { $number } تأیید شد.
verified-day = { $count } خدمت تأیید شد، جمعاً { $value }.
returned-done = خدمت { $number } برای اصلاح فرستاده شد. به { $name } خبر می‌دهم.
service-told-returned = { $name }، ناظر، خدمت { $number } ({ $activity }، { $value }، { $day }) را برای اصلاح برگرداند. { $why }
    هر چه لازم است درست کنید؛ بقیه همان است که نوشته بودید.
service-returning-title = برگرداندن خدمت
    .about = برگرداندن { $subject }
service-returning-service = کدام خدمت؟
    .help = خدمتی که برمی‌گردانید.
service-returning-reason = چه چیزی درست نیست؟
    .help = نزدیک‌ترین را بزنید. ثبت‌کننده آن را می‌خواند و خدمت را درست می‌کند.
service-returning-note = در یک جمله بنویسید چه چیزی درست شود. دربارهٔ بیماری یا دعوای خانوادگی چیزی ننویسید.
    .skip = بدون توضیح
    .help = نمونه: روی رسید ۱٬۲۰۰٬۰۰۰ تومان نوشته است. این جمله را فقط ثبت‌کننده می‌خواند.
return-reason-amount = مبلغ درست نیست
return-reason-evidence = عکس یا رسید لازم است
return-reason-served = خانوار یا خدمت اشتباه است
return-reason-day = روزش درست نیست
return-reason-twice = دو بار ثبت شده است
return-reason-other = دلیل دیگر
verify-picture-caption = نوشتهٔ زیر آن: { $words }
