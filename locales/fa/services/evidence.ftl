evidence-adding-title = افزودن عکس
    .about = عکس { $subject }
evidence-adding-service = کدام خدمت؟
    .help = خدمتی که عکسش را می‌فرستید.
evidence-adding-files = عکس رسید یا کالا را بفرستید؛ از چهرهٔ کسی عکس نگیرید.
    .help = یک یا چند عکس بفرستید و بعد «همین … تا کافی است» را بزنید. هر خدمت تا ۱۰ عکس دارد.
evidence-added = عکس‌های خدمت { $number } ثبت شد.
