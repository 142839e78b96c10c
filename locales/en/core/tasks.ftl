tasks-title = My tasks
tasks-line = { $count } waiting for you: { $what }
tasks-more-than = more than { $count }
tasks-and-more = …
tasks-none = Nothing is waiting for you now.
tasks-returned = { $count ->
    [1] one returned service
   *[other] { $shown } returned services
}
tasks-merges = { $count ->
    [1] one request to merge accounts
   *[other] { $shown } requests to merge accounts
}
tasks-approvals = { $count ->
    [1] one call to approve
   *[other] { $shown } calls to approve
}
tasks-joiners = { $count ->
    [1] one request to join
   *[other] { $shown } requests to join
}
tasks-letters = { $count ->
    [1] one unanswered message
   *[other] { $shown } unanswered messages
}
tasks-reviews = { $count ->
    [1] one service to verify
   *[other] { $shown } services to verify
}
tasks-drafts = { $count ->
    [1] one draft
   *[other] { $shown } drafts
}
tasks-promises = { $count ->
    [1] one promise
   *[other] { $shown } promises
}
tasks-row-returned = Correct: { $activity }, { $day }
tasks-row-review = Verify: { $activity }, { $name }
tasks-row-joiner = { $name } asks to join
tasks-row-letter = Message from { $name }
tasks-row-merge = Become one with { $name }
tasks-row-approval = Approve: { $gist }
tasks-row-promise = Coming: { $what }
