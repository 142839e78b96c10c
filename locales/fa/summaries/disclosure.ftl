outside-ask = برای بیرون از واحد
outside-served = { $services } خدمت{ $families ->
    [0] {""}
   *[other] {" "}به دست‌کم { $families } خانوار
}{ $people ->
    [0] {""}
   *[other] {$families ->
        [0] {" "}به { $people } نفر در گروه‌های بی‌نام
       *[other] {" "}و { $people } نفر در گروه‌های بی‌نام
    }
}
outside-mixed = بی‌تفکیک حوزه و نوع کمک: { $value } ({ $share })
outside-fewer = جدا گفته نمی‌شود (خانوار کم یا هیچ): { $domains }
outside-note = برای حفظ حرمت خانواده‌ها، کمکی که در یک ماه به کمتر از ۵ خانوار رسیده یا با کمک‌های دیگر جمع شده یا در این عددها نیست.
outside-settled = بر پایهٔ آنچه تا پایان { $day } ثبت شده است.
outside-nothing = در این بازه چیزی نیست که بیرون از واحد گفته شود.
outside-card = کارت تصویری
outside-xlsx = اکسل
outside-back = بازگشت به خلاصه
outside-heading = خلاصهٔ عملکرد
outside-card-sent = این کارت را می‌توانید برای خیّران و ادارات بفرستید.
outside-xlsx-sent = این جدول را می‌توانید برای خیّران و ادارات بفرستید.
outside-column-domain = حوزه
outside-column-kind = { $kind } (تومان)
outside-column-all = جمع (تومان)
outside-column-mixed = بی‌تفکیک حوزه
outside-column-sum = جمع
outside-few = گفته نمی‌شود
outside-unsettled = برای بیرون از واحد، فقط ماه‌های کامل گفته می‌شود و ۱۰ روز پس از پایان ماه. این بازه از { $day } آماده است.
outside-record = کارنامه
error-outside-unsettled = از این بازه هنوز چیزی برای بیرون از واحد آماده نیست. لطفاً بازهٔ دیگری انتخاب کنید.
error-outside-long = برای بیرون از واحد، حداکثر سه سال با هم گفته می‌شود. لطفاً بازهٔ کوتاه‌تری انتخاب کنید.
