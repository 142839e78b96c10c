home-menu = Hello { $name }. { $unit }
    Where shall we begin?
home-stranger = Hello, and welcome to Hamyar.
    This is where volunteers of relief groups and charity centres work. If you have an invitation, open its link or write its code here. If not, find the group near you and ask to join.
home-no-role = Hello { $name }. You are not a member of any unit now. To come back, write an invitation code here, or ask a group near you to take you in.
home-register-family = Register a family
home-report-service = Report a service
home-families = Families
home-campaigns = Campaigns
home-open-campaign = New campaign
home-send-call = Send a call
home-calls = Calls
home-summary = Summary
home-verify = Waiting to be verified
home-invite = Invite
home-find-unit = Find a group or centre
home-unit = My unit
home-members = Members
home-own = Me
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
home-help-volunteer = “Register a family” records a family in need, “Report a service” records what was done. The files that you registered or delivered to are under “Families”. Under “Campaigns” you sign up to help. “My unit” has your identity card, and you write to those responsible. Wherever you press “Later”, what you wrote is kept for 30 days. Your reports are under “Me”, “My services”; if a supervisor returns one, you put it right there.
home-help-coordinator = Besides families and services, you open a “New campaign”, and under “Campaigns” you see who comes. “Send a call” reaches volunteers, and under “Calls” you read their answers. “Invite” brings in members, and under “My unit” you answer requests and messages. Under “Members” you find a member, suspend them or bring them back.
home-help-supervisor = “Summary” shows the services of your unit and of those under it in any period. Under “Families” you find files; whenever you open one, your name is recorded. Under “Calls” you see what was sent and who answered. “Invite” brings in members. Under “Waiting to be verified” you look at what was reported, and verify it or return it to be corrected.
home-help-administrator = “Invite” brings the people in charge of units into the system. Under “My unit” you open, move, merge and close units, and take or send their list.
home-help-everywhere =
    “Me”: accounts and linking Bale and Telegram, days away, skills and time, leaving
    /menu main menu
    /cancel put aside for later what is half done
    /help help; in the middle of something, on that question
    /language language
home-command-start = Begin
home-command-menu = Main menu
home-command-help = Help
home-command-cancel = I go on later
home-command-language = Language
