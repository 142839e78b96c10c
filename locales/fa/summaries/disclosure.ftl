outside-ask = نسخهٔ قابل انتشار
outside-served = { $services } خدمت{ $families ->
    [0] {""}
   *[other] {" "}به دست‌کم { $families } خانوار
}{ $people ->
    [0] {""}
   *[other] {$families ->
        [0] {" "}به { $people } نفر، به‌صورت گروهی
       *[other] {" "}و { $people } نفر به‌صورت گروهی
    }
}
outside-mixed = بدون تفکیک حوزه و نوع کمک: { $value } ({ $share })
outside-fewer = جدا نیامده (خانوار کم یا صفر): { $domains }
outside-note = برای حفظ حرمت خانواده‌ها، کمک‌هایی که در یک ماه به کمتر از ۵ خانوار رسیده جدا نیامده است: یا با کمک‌های دیگر جمع شده یا کنار گذاشته شده است.
outside-settled = بر اساس آنچه تا پایان { $day } ثبت شده است.
outside-nothing = در این بازه چیزی برای انتشار نیست.
outside-card = کارت تصویری
outside-xlsx = اکسل
outside-back = بازگشت به خلاصه
outside-heading = خلاصهٔ عملکرد
outside-card-sent = این کارت را می‌توانید برای خیّران و ادارات بفرستید.
outside-xlsx-sent = این جدول را می‌توانید برای خیّران و ادارات بفرستید.
outside-column-domain = حوزه
outside-column-kind = { $kind } (تومان)
outside-column-all = جمع (تومان)
outside-column-mixed = بدون تفکیک حوزه
outside-column-sum = جمع
outside-few = محرمانه
outside-unsettled = نسخهٔ قابل انتشار فقط برای ماه‌های کامل و ۱۰ روز پس از پایان ماه آماده می‌شود. این بازه از { $day } آماده است.
outside-no-whole-month = نسخهٔ قابل انتشار فقط برای ماه‌های کامل است و در این بازه هیچ ماه کاملی نیست. لطفاً بازه‌ای با دست‌کم یک ماه کامل انتخاب کنید.
outside-record = کارنامه
error-outside-unsettled = از این بازه هنوز چیزی برای انتشار آماده نیست. لطفاً بازهٔ دیگری انتخاب کنید.
error-outside-long = نسخهٔ قابل انتشار حداکثر سه سال را در بر می‌گیرد. لطفاً بازهٔ کوتاه‌تری انتخاب کنید.
outside-file = خلاصهٔ عملکرد { $unit } - { $period }
outside-notes = توضیح
outside-unit-of-amounts = مبلغ‌ها به تومان است.
