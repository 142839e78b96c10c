family-completion-title = Complete the file
    .about = Complete file { $subject }
family-completion-family = Which family?
    .label = Family
    .help = The family whose file you’re completing.
family-completion-consent =
    Before going on, read this slowly to the family:

    Hello. I’m { $volunteer }, from { $unit }. You allowed us before to write down your name, phone number, neighbourhood and what you need. If you allow it, I’ll also write down a national ID or another document, whether the head of the family is a woman or a man, and what coverage and pension you have, so that we can see better how to help. You don’t have to answer any question you’d rather not. This is confidential too, and whenever you ask, we’ll show you the file or erase it. May I write it down?

    Do they consent?
    .label = New consent
    .yes = Yes, they consent
    .no = No, they don’t
    .help = This family has not yet consented to these questions. Without consent we only ask what they need.
family-completion-national-id = Write the national ID of { $head } (10 digits, on the national card). Example: 1234567891
    I’ll delete your message after reading it, so the number doesn’t stay in the chat.
    .label = National ID
    .skip = No national ID
    .help = A national ID has 10 digits and is on the national card and the birth certificate. If they’d rather not say, don’t insist.
family-completion-instead = What should I record instead of a national ID?
    .label = Document
    .skip = I don’t know
    .help = A foreigner’s ID has 12 digits. If they have no document with them, or would rather not say, choose that.
family-completion-foreigner-id = Write the foreigner’s ID (12 digits). I’ll delete your message after reading it.
    .label = Foreigner’s ID
    .skip = Not with them
    .help = The 12-digit universal ID, on the residence card or in the passport.
family-completion-passport = Write the passport number. Example: A12345678
    I’ll delete your message after reading it.
    .label = Passport number
    .skip = Not with them
    .help = Latin letters and digits, at the top of the photo page.
family-completion-head-sex = Is the head of the family a woman or a man?
    .label = Head
    .skip = I don’t know
    .help = It’s needed to count families headed by women. Please don’t ask why they head the family.
family-completion-coverage = Which organisation supports them?
    .label = Coverage
    .skip = I don’t know
    .help = If the Relief Committee or the Welfare Organisation helps them, choose it.
family-completion-support = What help do they get from there?
    .label = Receives
    .skip = I don’t know
    .help = A pension is money they get every month.
family-completion-needs = Do they need anything else?
    .label = New needs
    .skip = No new needs
    .help = Add each need separately. Needs recorded earlier stay.
family-completion-confirm = Is this right?
    .ok = Save
further-need-domain = What do they need?
    .help = Choose the closest one.
further-need-urgency = How urgent is it?
    .help = Urgent means today or tomorrow.
completion-saved = Saved: the file of { $family }
completion-file = Back to the file
