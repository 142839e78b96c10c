family-completion-title = Complete the file
family-completion-family = Which family?
    .label = Family
    .help = The family whose file you complete.
family-completion-consent =
    Before going on, read this slowly to the family:

    Hello. I’m { $volunteer }, from { $unit }. You allowed us before to write down your name, phone number, neighbourhood and what you need. If you allow it, I’ll also write down a national ID or another document, whether the head of the family is a woman or a man, and what coverage and pension you have, so that we can see better how to help. You don’t have to answer any question you’d rather not. This is confidential too, and whenever you ask, we’ll show you the file or erase it. May I write it down?

    Do they consent?
    .label = New consent
    .yes = Yes, they consent
    .no = No, they don’t
    .help = This family has not yet consented to these questions. Without consent we only ask what they need.
family-completion-national-id = Write the national ID of { $head } (10 digits, on the national card). Example: 1234567891
    I delete your message once I have read it, so that the number does not stay in the chat.
    .label = National ID
    .skip = There is none, or not here
    .help = A national ID has 10 digits and stands on the national card and the birth certificate. If they do not want to say it, do not ask.
family-completion-instead = What shall I write in place of a national ID?
    .label = Paper
    .skip = I do not know
    .help = A foreigner's ID has 12 digits. If no paper is at hand, or they do not want to say, press just that.
family-completion-foreigner-id = Write the foreigner's ID (12 digits). I delete your message once I have read it.
    .label = Foreigner's ID
    .skip = The number is not at hand
    .help = The 12 digits of the universal ID, on the residence card or in the passport.
family-completion-passport = Write the passport number. Example: A12345678
    I delete your message once I have read it.
    .label = Passport number
    .skip = The number is not at hand
    .help = Latin letters and digits, at the top of the page with the picture.
family-completion-head-sex = Is the head of the household a woman or a man?
    .label = Head
    .skip = Not now
    .help = It is needed to count women who head households. Do not ask why they do.
family-completion-coverage = Who covers them?
    .label = Coverage
    .skip = I do not know
    .help = If the Relief Committee or the Welfare Organisation helps them, press that one.
family-completion-support = What do they receive from there?
    .label = Receives
    .skip = I do not know
    .help = A pension is money received every month.
family-completion-needs = Do they need anything else?
    .label = New needs
    .skip = No, that was all
    .help = Write each need by itself. Those written before stand.
family-completion-confirm = Is this right?
    .ok = Record it
further-need-domain = What do they need?
    .help = Press the nearest one.
further-need-urgency = How urgent is it?
    .help = Urgent means today or tomorrow.
completion-saved = Recorded: the file of { $family }
completion-file = Back to the file
