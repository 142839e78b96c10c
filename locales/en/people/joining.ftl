invitation-welcome = Hello and welcome to Hamyar.
invitation-from = { $inviter } invites you to { $task } “{ $unit }”.
invitation-to = You are invited to { $task } “{ $unit }”.
invitation-task-volunteer = volunteer in
invitation-task-coordinator = coordinate
invitation-task-supervisor = supervise
invitation-task-administrator = administer the system in
invitation-join = I join
invitation-refuse = This invitation is not for me
invitation-not-mine = All right, nothing was recorded. If you have an invitation of your own, press its link.
joining-title = Joining
    .about = Join { $subject }
joining-name = Write your first and last name. Example: Maryam Ahmadi
    .help = Write the name that your group knows you by.
joining-phone = Send your mobile number with the button at the bottom of the page.
    Only those responsible for your group see it.
    .help = The button “Send my number” is at the bottom of the page. If you do not see it, press the four squares beside the place where you write.
joining-invitation = An invitation to which unit?
    .help = The unit that you are invited to.
joining-welcome = Welcome, { $name }. You are now a member of “{ $unit }”.
joining-trust = What you learn of families is held in trust: send it to nobody and take no pictures of the screen.
joining-begin = Thank you. Where shall we begin?
pledge-accept = I accept
pledge-read = Read and accept
pledge-whole-text = The whole text
pledge-text =
    Of you we keep your name, mobile number, your address in the messenger and what you record, so that the centre knows who did what. Those responsible for your unit and the supervisors above it see it.

    Of families we keep only what is needed to help. Their national ID, telephone, name and neighbourhood are encrypted. Whenever somebody opens a file, their name is recorded.

    Please know that whatever you write here passes through the servers of { $messenger } and may stay in your chat. We delete messages with a national ID as far as the messenger allows. Lock your phone, take no pictures of files and forward nothing to others.

    Drafts stay open for 30 days. We do not sell what we hold, and give it to nobody for advertising.

    If you have a question or a complaint, tell the person who invited you.
