letter-writing-title = Message to the unit manager
    .about = Message to { $subject }
letter-writing-unit = To which unit?
    .help = A unit you’re a member of.
letter-writing-text = Write your message. Example: I can’t come tomorrow, what should I do?
    Please don’t write the names or numbers of families here.
    .help = It’s sent to the people in charge of your unit, and their answer comes here. Only you and they can see it.
letter-answering-title = Reply to a message
    .about = Reply to { $subject }
letter-answering-thread = To whom?
    .help = The person who wrote.
letter-answering-text = Write your reply. Example: Thanks for letting me know, I’ll send somebody else.
    .help = It’s sent to that member.
letter-sent = Your message was sent to { $names }. The answer will come here.
letter-nobody = Your message was saved, but “{ $unit }” has no manager in Hamyar yet. As soon as there is one, they’ll see it.
letter-answered = Your reply was sent.
letter-from-member = Message from { $name }, “{ $unit }”:
    { $text }
letter-from-unit = Reply from { $name }, “{ $unit }”:
    { $text }
letter-answer = Reply
letter-write-back = Reply
letter-thread = Whole conversation
letters-mine = Messages between you and “{ $unit }”
letters-of = Messages from { $name }, “{ $unit }”
letters-line = { $name }, { $day }, { $time }:
    { $text }
letters-threads = Messages from members. Those with ● haven’t been answered yet.
letters-none = No messages from members yet.
letters-waits = ● { $name }, { $unit }
letters-answered = { $name }, { $unit }
error-letters-enough = You can send at most { $most } messages a day. If it’s urgent, please call.
letters-settle = Needs no answer
