letter-writing-title = پیام به مسئول واحد
    .about = پیام به { $subject }
letter-writing-unit = به کدام واحد؟
    .help = واحدی که عضو آن هستید.
letter-writing-text = پیامتان را بنویسید. نمونه: فردا نمی‌توانم بیایم، چه کار کنم؟
    نام و شمارهٔ خانواده‌ها را این‌جا ننویسید.
    .help = پیام به مسئولان واحد شما می‌رسد و پاسخشان همین‌جا می‌آید. فقط شما و آن‌ها آن را می‌بینید.
letter-answering-title = پاسخ به پیام
    .about = پاسخ به { $subject }
letter-answering-thread = به چه کسی؟
    .help = کسی که پیام داده است.
letter-answering-text = پاسختان را بنویسید. نمونه: سپاس که خبر دادید، کس دیگری را می‌فرستم.
    .help = پاسخ برای همان عضو فرستاده می‌شود.
letter-sent = پیامتان برای { $names } فرستاده شد. پاسخ همین‌جا می‌آید.
letter-nobody = پیامتان نوشته شد، ولی «{ $unit }» هنوز هماهنگ‌کننده‌ای در همیار ندارد. هر وقت کسی بیاید، آن را می‌بیند.
letter-answered = پاسختان فرستاده شد.
letter-from-member = پیام از { $name }، «{ $unit }»:
    { $text }
letter-from-unit = پاسخ { $name } از «{ $unit }»:
    { $text }
letter-answer = پاسخ می‌دهم
letter-write-back = می‌نویسم
letter-thread = همهٔ گفت‌وگو
letters-mine = پیام‌های شما و «{ $unit }»
letters-of = پیام‌های { $name }، «{ $unit }»
letters-line = { $name }، { $day }، ساعت { $time }:
    { $text }
letters-threads = پیام‌های اعضا. آن‌ها که منتظر پاسخ‌اند نشان دارند.
letters-none = هنوز پیامی از اعضا نیامده است.
letters-waits = ● { $name }، { $unit }
letters-answered = { $name }، { $unit }
error-letters-enough = در یک روز بیش از { $most } پیام نمی‌شود فرستاد. برای کار فوری تلفن کنید.
