error-unit-not-open = This unit doesn’t take members. Please choose another group or centre from the list.
error-request-waits = You have another request waiting. Please withdraw it first.
error-requests-enough = You can send at most { $most } requests a week. Please try again in a few days.
error-request-gone = This request is no longer waiting: it was answered or withdrawn.
error-reminded-today = I’ve already reminded them today. You can send one reminder a day.
