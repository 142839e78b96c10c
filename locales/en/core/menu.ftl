home-menu = Hello, { $name }
    { $unit }
home-begin = What would you like to do?
home-stranger = Hello, and welcome to Hamyar.
    Hamyar helps the volunteers of neighbourhood relief groups and charity centres.
    If you have an invitation, open its link or send its code here. If you don’t, find your local group and ask to join.
    If a family needs help, please call the charity centre in your neighbourhood.
home-no-role = Hello, { $name }. You’re not a member of any unit at the moment. To come back, send an invitation code here, or ask your local group to let you join.
home-register-family = Add a family
    .help = record a family in need, with their consent
home-report-service = Report a service
    .help = record help you’ve delivered
home-families = Families
    .help = find a file; each time you open one, your name is recorded
home-campaigns = Campaigns
    .help = sign up to help
home-campaigns-and-calls = Campaigns, calls
    .help = open a campaign, send a call, see who comes
home-open-campaign = New campaign
home-send-call = New call
    .help = ask volunteers for help
home-calls = Calls
    .help = calls that were sent, and the answers
home-summary = Summary
    .help = services of your unit and the units below, for any period
home-verify = Verify services
    .help = check reported services, then verify them or ask for corrections
home-reports = Reports
    .help = see and correct what you reported, verify, and read summaries
home-invite = Invite a member
    .help = bring in a new member with a link or code
home-find-unit = Find a group or centre
home-unit = Unit and members
    .help = your member card, messages, members and invitations
home-members = Members
home-own = My details
    .help = accounts, phone number, skills and free time, days away, practice, language
home-link = I’m already a member
home-lent = Until the end of { $until } you’re also standing in as { $role } of “{ $unit }”.
home-lent-unit = Page of “{ $unit }”
home-paused = Hello, { $name }. For now you can’t record anything or open files:
home-paused-in = Your membership in “{ $unit }” is suspended. If you have a question, talk to your unit manager.
home-paused-until = Your membership in “{ $unit }” is suspended until the end of { $until }. After that it comes back by itself.
home-help = Help
home-language = زبان | Language
home-which-language = به چه زبانی حرف بزنیم؟ / Which language?
home-persian = فارسی
home-english = English
home-help-stranger = Hamyar is for the volunteers and managers of neighbourhood relief. If you have an invitation, open its link or send its code here. If you don’t, find your local group and ask to join. If somebody shows you a Hamyar card, type its code here.
home-help-paused = Your membership is suspended at the moment, so nothing can be recorded. Your drafts are safe; once it’s restored, you can carry on where you left off. If you have a question, talk to your unit manager.
home-help-line = “{ $button }”: { $what }
home-help-later = Whenever you press “Later”, what you’ve written is kept for 30 days.
home-help-everywhere =
    /menu main menu
    /cancel put unfinished work aside for later
    /help help; in the middle of something, help with that question
    /language language
home-command-start = Start
home-command-tasks = My tasks
home-command-menu = Main menu
home-command-help = Help
home-command-cancel = Continue later
home-command-language = Language
home-command-me = My details
home-command-skills = My skills and time
home-command-accounts = My accounts
home-command-away = Away for a few days
home-command-mydata = My data
home-command-practice = Practice
