joinable-which = کدام گروه یا مرکز؟ نام شهر، محله یا خود گروه را بنویسید، یا از فهرست انتخاب کنید.
joinable-line = { $name }، { $place }
joinable-all = همهٔ گروه‌ها و مراکز
join-asking-title = درخواست پیوستن
    .about = درخواست پیوستن به { $subject }
join-asking-unit = به کدام واحد؟
    .help = واحدی که می‌خواهید به آن بپیوندید.
join-asking-name = نام و نام خانوادگی‌تان را بنویسید. نمونه: مریم احمدی
    .help = مسئول واحد با این نام شما را می‌شناسد.
join-asking-phone = شمارهٔ همراهتان را با دکمهٔ پایین صفحه بفرستید.
    فقط مسئولان همین واحد آن را می‌بینند.
    .help = دکمهٔ «فرستادن شمارهٔ من» پایین صفحه است. اگر آن را نمی‌بینید، روی نشان چهارخانهٔ کنار جای نوشتن بزنید.
join-request-told = { $name } می‌خواهد داوطلب «{ $unit }» شود.
    { $phone }
join-request-reminds = یادآوری: { $name } هنوز منتظر پیوستن به «{ $unit }» است.
    { $phone }
join-request-waits = درخواست شما برای پیوستن به «{ $unit }» رسید و برای { $names } فرستاده شد. نتیجه را همین‌جا خبر می‌دهم؛ معمولاً تا ۲ روز.
    تا آن وقت می‌توانید با تمرین آشنا شوید. پرونده‌ها پس از پذیرش باز می‌شود.
join-request-nobody = درخواست شما برای پیوستن به «{ $unit }» ثبت شد، ولی این واحد هنوز مسئولی در همیار ندارد. هر وقت کسی مسئول شد، درخواست شما را می‌بیند و نتیجه را همین‌جا خبر می‌دهم.
join-request-remind = یادآوری به هماهنگ‌کننده
join-request-withdraw = پس گرفتن درخواست
join-request-reminded = یادآوری فرستاده شد.
join-request-withdrawn = درخواستتان برای «{ $unit }» را پس گرفتم.
joiner-phone = شماره: { $phone }
joiner-no-phone = شماره‌ای نداده است.
joiner-approve = پذیرفتن
joiner-refuse = نپذیرفتن
joiner-asks = { $name } می‌خواهد داوطلب «{ $unit }» شود. درخواست: { $day }
joiner-approved = { $name } عضو «{ $unit }» شد و خبرش رفت.
joiner-refused = درخواست { $name } پذیرفته نشد و خبرش رفت.
joiner-welcome = { $name }، خوش آمدید. درخواست شما پذیرفته شد و داوطلب «{ $unit }» هستید.
joiner-begin = شروع
joiner-not-taken = درخواست شما برای «{ $unit }» پذیرفته نشد. { $why }
joiner-call = برای پرسیدن علت با { $phone } تماس بگیرید.
joiner-ask-there = برای پرسیدن علت به خود واحد سر بزنید.
joiners-waiting = این‌ها می‌خواهند بپیوندند. هر کدام را بزنید.
joiners-none = کسی در انتظار پیوستن نیست.
joiners-line = { $name }، { $unit }
joiners-all = همهٔ درخواست‌ها
joinable-near = نزدیک من
unit-seeking-title = پیدا کردن گروه نزدیک
unit-seeking-place = جایی را که هستید با دکمهٔ پایین صفحه بفرستید تا گروه‌ها و مراکز نزدیک را نشان دهم. جای شما نگه داشته نمی‌شود.
    .help = دکمهٔ «فرستادن جای من» پایین صفحه است. اگر نمی‌خواهید، «بعداً» را بزنید و نام شهر یا محله را بنویسید.
nearby-which = نزدیک‌ترین گروه‌ها و مراکز:
nearby-none = جای هیچ گروه یا مرکزی هنوز روی نقشه ثبت نشده است. نام شهر یا محله را جست‌وجو کنید.
nearby-line = { $name }، { $far }
nearby-metres = { $metres } متر
nearby-kilometres = { $kilometres } کیلومتر
