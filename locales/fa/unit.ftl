unit-head = { $name } ({ $kind })
unit-place = { $place }
unit-phone = تلفن: { $phone }
unit-no-phone = تلفن این واحد هنوز نوشته نشده است.
unit-invitations = دعوت‌ها
unit-joiners = درخواست‌های پیوستن
unit-join = درخواست پیوستن
unit-card = کارت من
