summary-which = خلاصهٔ «{ $unit }» برای چه بازه‌ای؟
summary-this-month = این ماه
summary-month-before = ماه قبل
summary-this-season = این فصل
summary-season-before = فصل قبل
summary-half-year = شش‌ماههٔ اول
summary-half-year-before = نیمهٔ اول پارسال
summary-second-half = شش‌ماههٔ دوم
summary-second-half-before = نیمهٔ دوم پارسال
summary-nine-months = نه‌ماهه
summary-nine-months-before = نه‌ماههٔ پارسال
summary-this-year = امسال
summary-year-before = پارسال
summary-own-dates = تاریخ دلخواه
summary-other-unit = واحد دیگر
summary-other-period = بازهٔ دیگر
summary-before = دورهٔ قبل
summary-after = دورهٔ بعد
summary-details = جزئیات
summary-by-domain = به تفکیک حوزه
summary-why = معنی درصدها
summary-which-unit = خلاصهٔ کدام واحد؟ بخشی از نام واحد را هم می‌توانید بنویسید.
summary-every-unit = همهٔ واحدها
summary-head = { $unit } | { $period }
summary-nothing = در این بازه خدمتی ثبت نشده است.
summary-served = { $services } خدمت{ $families ->
    [0] {""}
   *[other] {" "}به { $families } خانوار
}{ $people ->
    [0] {""}
   *[other] {$families ->
        [0] {" "}به { $people } نفر، به‌صورت گروهی
       *[other] {" "}و { $people } نفر به‌صورت گروهی
    }
}
summary-total = جمع: { $total }
summary-delivered = خدمت‌رسانی: { $total }
summary-kind = { $part } { $value }
summary-share = { $part } { $share }
summary-commitment = تعهد: { $commitment }
summary-attained = تحقق: { $share } تعهد
summary-attained-times = تحقق: { $times } برابر تعهد
summary-over = رشد نسبت به تعهد: { $share } ({ $amount } بیشتر از تعهد)
summary-over-amount = { $amount } بیشتر از تعهد
summary-short = مانده تا تعهد: { $amount } ({ $share } تعهد)
summary-fell-short = به تعهد نرسید: { $amount } کمتر ({ $share } تعهد)
summary-met = درست به اندازهٔ تعهد
summary-grown = رشد نسبت به «{ $before }»: { $share } (در آن دوره { $then })
summary-shrunk = کاهش نسبت به «{ $before }»: { $share } (در آن دوره { $then })
summary-grown-times = { $times } برابر «{ $before }» (در آن دوره { $then })
summary-unchanged = بدون تغییر نسبت به «{ $before }»
summary-from-nothing = در «{ $before }» خدمتی در جمع نیست؛ رشد نسبت به صفر، درصد ندارد
summary-incomparable = با «{ $before }» نمی‌شود مقایسه کرد، چون هنوز همه‌چیز تأیید نشده است: { $here ->
    [0] {""}
   *[other] { $here } خدمت از این بازه
}{ $there ->
    [0] {""}
   *[other] { $here ->
        [0] { $there } خدمت از آن بازه
       *[other] {" "}و { $there } خدمت از آن بازه
    }
}
summary-joint = کار مشترک با نهادها و خیّران همکار: { $joint }
summary-centres = { $centres ->
    [0] مرکز نیکوکاری دایری نیست
   *[other] { $centres } مرکز نیکوکاری دایر
}{ $active ->
    [0] {$centres ->
        [0] {""}
       *[other] ، هیچ‌کدام در این بازه خدمتی نداشته است
    }
    [1] ، ۱ مرکز در این بازه خدمت داشته است
   *[other] ، { $active } مرکز در این بازه خدمت داشته‌اند
}
summary-cities-without = شهرهای بدون مرکز: { $cities }
summary-verified-and-waiting = این عددها تأییدشده و در انتظار تأیید را با هم دارد. در انتظار تأیید: { $services } خدمت، { $value }
summary-returned = { $services } خدمت برای اصلاح برگشته: { $value }، در جمع نیست
summary-less-than = کمتر از { $amount }
summary-verified-only = فقط تأییدشده. در انتظار تأیید: { $services } خدمت، { $value }
summary-verified-all = فقط تأییدشده؛ چیزی در انتظار تأیید نیست
summary-nothing-verified = در این بازه هنوز خدمتی تأیید نشده است.
summary-only-verified = فقط تأییدشده
summary-together = همه با هم
summary-as-of = به‌روز تا ساعت { $time }، { $day }
summary-domain = { $part }: { $value } ({ $share })
summary-why-attained = تحقق: { $total } تقسیم بر { $commitment } می‌شود { $ratio }؛ یعنی { $share } تعهد انجام شده است.
summary-why-over = رشد نسبت به تعهد: { $total } منهای { $commitment } می‌شود { $amount }؛ { $amount } تقسیم بر { $commitment } می‌شود { $ratio }؛ یعنی { $share } بیشتر از تعهد.
summary-why-short = مانده تا تعهد: { $commitment } منهای { $total } می‌شود { $amount }؛ { $amount } تقسیم بر { $commitment } می‌شود { $ratio }؛ یعنی { $share } تعهد مانده است.
summary-why-fell-short = کمتر از تعهد: { $commitment } منهای { $total } می‌شود { $amount }؛ { $amount } تقسیم بر { $commitment } می‌شود { $ratio }؛ یعنی این بازه با { $share } کمتر از تعهد تمام شد.
summary-why-named = این رشد با رشد نسبت به دورهٔ قبل فرق دارد؛ در گزارش نام هر کدام را بیاورید.
summary-why-exact = جمع، بدون گرد کردن: { $total }. در خلاصه، مبلغ‌ها گرد شده است.
summary-why-joint = کار مشترک بخشی از همین جمع است، نه علاوه بر آن.
summary-why-centres = مرکز دایر در آخرین روز این بازه باز بوده است. مرکزی «خدمت داشته است» که دست‌کم یک خدمتش در این جمع باشد.
summary-why-waiting = خدمت در انتظار تأیید در جمع هست، مگر در «فقط تأییدشده».
summary-why-returned = خدمتی که برای اصلاح برگشته، تا اصلاح یا تأیید نشود در هیچ جمعی نیست.
summary-why-grown = رشد نسبت به «{ $before }»: { $total } منهای { $then } می‌شود { $amount }؛ { $amount } تقسیم بر { $then } می‌شود { $ratio }؛ یعنی { $share } بیشتر.
summary-why-shrunk = کاهش نسبت به «{ $before }»: { $then } منهای { $total } می‌شود { $amount }؛ { $amount } تقسیم بر { $then } می‌شود { $ratio }؛ یعنی { $share } کمتر.
summary-why-share = سهم هر حوزه، مبلغ آن تقسیم بر جمع است. { $domain }: { $value } تقسیم بر { $total } می‌شود { $ratio }؛ یعنی { $share }. سهم‌ها طوری گرد شده است که جمعشان ۱۰۰٪ شود.
summary-dates-title = خلاصهٔ تاریخ دلخواه
    .about = خلاصهٔ { $subject }
summary-dates-unit = خلاصهٔ کدام واحد؟ بخشی از نام واحد را هم می‌توانید بنویسید.
    .label = واحد
    .help = واحد خودتان یا یکی از زیرمجموعه‌هایش.
summary-dates-since = از چه روزی؟ نمونه: ۱ مهر، ۱۴۰۴/۷/۱
    .label = از
    .help = اولین روز بازه. از تقویم انتخاب کنید یا بنویسید: ۱ مهر، ۱۴۰۴/۷/۱
summary-dates-until = تا چه روزی؟ نمونه: امروز، ۳۰ مهر
    .label = تا
    .help = آخرین روز بازه. از تقویم انتخاب کنید یا بنویسید: امروز، ۳۰ مهر، ۱۴۰۴/۷/۳۰
summary-dates-confirm = خلاصهٔ این روزها:
    .ok = نمایش
error-summary-backwards = روز پایان پیش از روز آغاز است. لطفاً روز پایان دیگری بگویید.
