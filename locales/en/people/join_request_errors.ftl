error-unit-not-open = This unit takes no members. Choose another group or centre from the list.
error-request-waits = Another request of yours is waiting. Withdraw it first.
error-requests-enough = No more than { $most } requests can be sent in a week. Send it again in a few days.
error-request-gone = This request is not waiting any more: it was answered or withdrawn.
error-reminded-today = They were told today. A reminder goes out once a day.
