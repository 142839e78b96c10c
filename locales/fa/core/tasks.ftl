tasks-title = کارهای من
tasks-line = { $count } کار برای شما: { $what }
tasks-more-than = بیش از { $count }
tasks-and-more = …
tasks-none = الان کاری در انتظار شما نیست.
tasks-returned = { $count ->
    [1] یک خدمت برگشته
   *[other] { $shown } خدمت برگشته
}
tasks-merges = { $count ->
    [1] یک درخواست یکی شدن حساب
   *[other] { $shown } درخواست یکی شدن حساب
}
tasks-approvals = { $count ->
    [1] یک فراخوان برای تأیید
   *[other] { $shown } فراخوان برای تأیید
}
tasks-joiners = { $count ->
    [1] یک درخواست عضویت
   *[other] { $shown } درخواست عضویت
}
tasks-letters = { $count ->
    [1] یک پیام بی‌پاسخ
   *[other] { $shown } پیام بی‌پاسخ
}
tasks-reviews = { $count ->
    [1] یک خدمت برای تأیید
   *[other] { $shown } خدمت برای تأیید
}
tasks-drafts = { $count ->
    [1] یک پیش‌نویس
   *[other] { $shown } پیش‌نویس
}
tasks-promises = { $count ->
    [1] یک قول
   *[other] { $shown } قول
}
tasks-row-returned = اصلاح: { $activity }، { $day }
tasks-row-review = تأیید: { $activity }، { $name }
tasks-row-joiner = درخواست عضویت { $name }
tasks-row-letter = پیام { $name }
tasks-row-merge = یکی شدن با { $name }
tasks-row-approval = اجازهٔ فراخوان: { $gist }
tasks-row-promise = می‌آیم: { $what }
