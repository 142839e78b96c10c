summary-which = چه بازه‌ای؟ واحد: { $unit }
summary-this-month = این ماه
summary-month-before = ماه قبل
summary-this-season = این فصل
summary-season-before = فصل قبل
summary-half-year = شش‌ماهه
summary-half-year-before = شش‌ماههٔ پارسال
summary-second-half = شش‌ماههٔ دوم
summary-second-half-before = شش‌ماههٔ دوم پارسال
summary-nine-months = ۹ ماهه
summary-nine-months-before = ۹ ماههٔ پارسال
summary-this-year = امسال
summary-year-before = پارسال
summary-own-dates = تاریخ دلخواه
summary-other-unit = واحد دیگر
summary-other-period = بازهٔ دیگر
summary-before = دورهٔ پیش
summary-after = دورهٔ بعد
summary-by-domain = به تفکیک حوزه
summary-why = این درصدها یعنی چه؟
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
        [0] {" "}به { $people } نفر در گروه‌های بی‌نام
       *[other] {" "}و { $people } نفر در گروه‌های بی‌نام
    }
}
summary-total = جمع: { $total }
summary-delivered = خدمت‌رسانی: { $total }
summary-kind = { $part } { $value }
summary-share = { $part } { $share }
summary-commitment = تعهد: { $commitment }
summary-attained = تحقق: { $share } تعهد
summary-over = رشد نسبت به تعهد: { $share } ({ $amount } بیشتر از تعهد)
summary-short = تا تعهد: { $amount } مانده است ({ $share } تعهد)
summary-met = درست به اندازهٔ تعهد.
summary-grown = رشد نسبت به «{ $before }»: { $share } (آن موقع { $then })
summary-shrunk = کاهش نسبت به «{ $before }»: { $share } (آن موقع { $then })
summary-joint = کار مشترک با نهادها و خیّران همکار: { $joint }
summary-centres = { $centres ->
    [0] مرکز نیکوکاری فعالی نیست.
   *[other] { $centres } مرکز فعال.
}
summary-cities-without = شهرهای بدون مرکز: { $cities }
summary-verified-and-waiting = تأییدشده و در انتظار تأیید با هم. در انتظار: { $services } خدمت، { $value }
summary-verified-only = فقط تأییدشده. در انتظار تأیید: { $services } خدمت، { $value }
summary-verified-all = فقط تأییدشده. چیزی در انتظار تأیید نیست.
summary-nothing-verified = در این بازه هنوز خدمتی تأیید نشده است.
summary-only-verified = فقط تأییدشده
summary-together = همه با هم
summary-as-of = تا ساعت { $time } روز { $day }
summary-domain = { $part }: { $value } ({ $share })
summary-why-attained = تحقق: { $total } تقسیم بر { $commitment } می‌شود { $ratio }؛ یعنی { $share } تعهد انجام شده است.
summary-why-over = رشد نسبت به تعهد: { $total } منهای { $commitment } می‌شود { $amount }؛ { $amount } تقسیم بر { $commitment } می‌شود { $ratio }؛ یعنی { $share } بیشتر از تعهد.
summary-why-named = این رشد با رشد نسبت به دورهٔ پیش فرق دارد؛ در گزارش نام هر کدام را بیاورید.
summary-why-grown = رشد نسبت به «{ $before }»: { $total } منهای { $then } می‌شود { $amount }؛ { $amount } تقسیم بر { $then } می‌شود { $ratio }؛ یعنی { $share } بیشتر.
summary-why-shrunk = کاهش نسبت به «{ $before }»: { $then } منهای { $total } می‌شود { $amount }؛ { $amount } تقسیم بر { $then } می‌شود { $ratio }؛ یعنی { $share } کمتر.
summary-why-share = سهم هر حوزه، مبلغ آن تقسیم بر جمع است. { $domain }: { $value } تقسیم بر { $total } می‌شود { $ratio }؛ یعنی { $share }.
summary-dates-title = خلاصهٔ تاریخ دلخواه
    .about = خلاصهٔ { $subject }
summary-dates-unit = خلاصهٔ کدام واحد؟ بخشی از نام واحد را هم می‌توانید بنویسید.
    .label = واحد
    .help = واحد خودتان یا یکی از واحدهای زیر آن.
summary-dates-since = از چه روزی؟ نمونه: ۱ مهر، ۱۴۰۴/۷/۱
    .label = از
    .help = نخستین روز بازه. از تقویم انتخاب کنید یا بنویسید: ۱ مهر، ۱۴۰۴/۷/۱
summary-dates-until = تا چه روزی؟ نمونه: امروز، ۳۰ مهر
    .label = تا
    .help = واپسین روز بازه. از تقویم انتخاب کنید یا بنویسید: امروز، ۳۰ مهر، ۱۴۰۴/۷/۳۰
summary-dates-confirm = خلاصهٔ این روزها:
    .ok = نشان بده
error-summary-backwards = روز پایان پیش از روز آغاز است. لطفاً روز پایان دیگری بگویید.
