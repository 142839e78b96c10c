home-menu = سلام { $name }. { $unit }
    از کجا شروع کنیم؟
home-stranger = سلام، به همیار محله خوش آمدید.
    این‌جا جای کار داوطلبان امداد محله و مراکز نیکوکاری است. برای ورود، پیوند دعوت را از هماهنگ‌کنندهٔ گروهتان بگیرید و روی آن بزنید.
home-no-role = سلام { $name }. الان عضو هیچ واحدی نیستید. برای ورود دوباره، پیوند دعوت را از هماهنگ‌کنندهٔ گروهتان بگیرید.
home-register-family = ثبت خانوار
home-report-service = ثبت خدمت
home-families = خانوارها
home-campaigns = پویش‌ها
home-open-campaign = پویش تازه
home-send-call = فراخوان
home-calls = فراخوان‌ها
home-summary = خلاصهٔ عملکرد
home-invite = دعوت
home-help = راهنما
home-language = زبان | Language
home-which-language = به چه زبانی حرف بزنیم؟ / Which language?
home-persian = فارسی
home-english = English
home-help-stranger = همیار برای داوطلبان و مسئولان امداد محله است. اگر پیوند دعوت دارید، روی آن بزنید. اگر ندارید، از هماهنگ‌کنندهٔ گروه محله‌تان بخواهید.
home-help-volunteer = با «ثبت خانوار» خانوادهٔ نیازمند را معرفی می‌کنید، با «ثبت خدمت» کاری را که انجام شده می‌نویسید، و در «پویش‌ها» برای کمک نام می‌نویسید. هر جا «بعداً» بزنید، نوشته‌هایتان می‌ماند.
home-help-coordinator = افزون بر ثبت خانوار و خدمت، «پویش تازه» باز می‌کنید، با «فراخوان» داوطلبان را خبر می‌کنید و با «دعوت» عضو تازه می‌آورید.
home-help-supervisor = با «خلاصهٔ عملکرد» جمع خدمت‌های واحد خود و زیرمجموعه‌ها را در هر بازه‌ای می‌بینید.
home-help-administrator = با «دعوت» مسئولان واحدها را وارد سامانه می‌کنید.
home-help-everywhere =
    /menu فهرست اصلی
    /cancel گذاشتن برای بعد
    /help راهنمای همین سؤال
    /language زبان
home-command-start = شروع
home-command-menu = فهرست اصلی
home-command-help = راهنما
home-command-cancel = بعداً ادامه می‌دهم
home-command-language = زبان
