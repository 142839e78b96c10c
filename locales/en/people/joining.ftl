invitation-welcome = Hello and welcome to Hamyar.
invitation-from = { $inviter } invites you to { $task } “{ $unit }”.
invitation-to = You’re invited to { $task } “{ $unit }”.
invitation-task-volunteer = volunteer in
invitation-task-coordinator = coordinate
invitation-task-supervisor = supervise
invitation-task-administrator = administer the system in
invitation-join = Accept invitation
invitation-refuse = It’s not for me
invitation-not-mine = All right, nothing was saved. If you have an invitation of your own, open its link.
joining-title = Joining
    .about = Join { $subject }
joining-name = What’s your first and last name? Example: Maryam Ahmadi
    .help = Write the name people in your unit know you by.
joining-phone = Send your mobile number with the button at the bottom of the screen.
    Only the people in charge of your unit can see it.
    .help = The “Send my number” button is at the bottom of the screen. If you can’t see it, press the icon with four squares next to the message box.
joining-invitation = Which unit were you invited to?
    .help = The unit you were invited to.
joining-welcome = Welcome, { $name }! You’re now a member of “{ $unit }”.
joining-trust = What you learn about families is confidential: don’t send it to anyone, and don’t take screenshots.
joining-begin = Thank you. What would you like to do?
pledge-accept = I accept
pledge-read = Read and accept
pledge-whole-text = Full text
pledge-text =
    About you, we keep your name, mobile number, your ID in the messenger and the work you record, so that your unit knows who did what. The people in charge of your unit and the supervisors above them can see it.

    About families, we only keep what is needed to help. Their national ID, phone number, name and neighbourhood are encrypted. Every time somebody opens a file, their name is recorded.

    Please note that everything you write here passes through the servers of { $messenger } and may stay in your chat. We delete messages with a national ID where the messenger allows it. Lock your phone, don’t take pictures of files, and don’t forward anything to others.

    Drafts are kept for 30 days. We don’t sell any of this, and we don’t give it to anyone for advertising.

    You can get or erase your data at any time under “My details”. If you have a question or a complaint, talk to your unit manager.
