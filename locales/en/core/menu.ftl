home-menu = Hello { $name }
    { $unit }
home-begin = Where shall we begin?
home-stranger = Hello, and welcome to Hamyar.
    This is where volunteers of relief groups and charity centres work. If you have an invitation, open its link or write its code here. If not, find the group near you and ask to join.
home-no-role = Hello { $name }. You are not a member of any unit now. To come back, write an invitation code here, or ask a group near you to take you in.
home-register-family = Add a family
    .help = record a family in need, with their consent
home-report-service = Report a service
    .help = write down help that you delivered
home-families = Families
    .help = find a file; whenever you open one, your name is recorded
home-campaigns = Campaigns
    .help = sign up to help
home-campaigns-and-calls = Campaigns, calls
    .help = open a campaign, send a call, see who comes
home-open-campaign = New campaign
home-send-call = New call
    .help = tell volunteers that help is needed
home-calls = Calls
    .help = the calls that were sent, with their answers
home-summary = Summary
    .help = the services of your unit and of those under it, in any period
home-verify = Verify services
    .help = look at what was reported, verify it or return it
home-reports = Reports
    .help = see and correct what you reported, and what is to be verified and summed up
home-invite = Invite a member
    .help = bring in a new member by a link or a code
home-find-unit = Find a group or centre
home-unit = Unit and members
    .help = your identity card, letters, members and invitations
home-members = Members
home-own = My details
    .help = accounts, number, skills and time, days away, practice, language
home-link = I have another account
home-lent = Through { $until } you also act in the stead of the { $role } of “{ $unit }”.
home-lent-unit = Page of “{ $unit }”
home-paused = Hello { $name }. For now you cannot report or see anything:
home-paused-in = Your membership in “{ $unit }” is suspended. If you have a question, talk to whoever leads the unit.
home-paused-until = Your membership in “{ $unit }” is suspended until the end of { $until }, and is back after that by itself.
home-help = Help
home-language = زبان | Language
home-which-language = به چه زبانی حرف بزنیم؟ / Which language?
home-persian = فارسی
home-english = English
home-help-stranger = Hamyar is for volunteers and supervisors of neighbourhood relief. If you have an invitation, open its link or write its code here. If not, find the group near you and ask to join. If somebody shows you a Hamyar card, write its code here.
home-help-paused = Your membership is suspended now, so nothing can be recorded here. What you had begun is kept, and goes on where it was when you are back. If you have a question, talk to whoever leads the unit.
home-help-line = “{ $button }”: { $what }
home-help-later = Wherever you press “Later”, what you wrote is kept for 30 days.
home-help-everywhere =
    /menu main menu
    /cancel put aside for later what is half done
    /help help; in the middle of something, on that question
    /language language
home-command-start = Begin
home-command-tasks = My tasks
home-command-menu = Main menu
home-command-help = Help
home-command-cancel = I go on later
home-command-language = Language
home-command-me = My details
home-command-skills = My skills and time
home-command-accounts = My accounts
home-command-away = Away for some days
home-command-mydata = What is held about me
home-command-practice = Practice
