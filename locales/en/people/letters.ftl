letter-writing-title = Message to who answers for the unit
    .about = Message to { $subject }
letter-writing-unit = To which unit?
    .help = A unit that you are a member of.
letter-writing-text = Write your message. Example: I cannot come tomorrow, what shall I do?
    Write no names or numbers of families here.
    .help = It goes to those responsible for your unit, and their answer comes here. Only you and they see it.
letter-answering-title = Answer to a message
    .about = Answer { $subject }
letter-answering-thread = To whom?
    .help = Who has written.
letter-answering-text = Write your answer. Example: Thank you for telling me, I will send somebody else.
    .help = It is sent to that member.
letter-sent = Your message was sent to { $names }. The answer comes here.
letter-nobody = Your message is written down, but nobody coordinates “{ $unit }” in Hamyar yet. Whoever comes will see it.
letter-answered = Your answer was sent.
letter-from-member = A message from { $name }, “{ $unit }”:
    { $text }
letter-from-unit = { $name } of “{ $unit }” answers:
    { $text }
letter-answer = Answer
letter-write-back = Write back
letter-thread = The whole conversation
letters-mine = Your messages and those of “{ $unit }”
letters-of = Messages of { $name }, “{ $unit }”
letters-line = { $name }, { $day }, { $time }:
    { $text }
letters-threads = Messages of members. Those that wait for an answer are marked.
letters-none = No member has written yet.
letters-waits = ● { $name }, { $unit }
letters-answered = { $name }, { $unit }
error-letters-enough = No more than { $most } messages can be sent in a day. For what is urgent, call.
letters-settle = Needs no answer
