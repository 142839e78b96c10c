error-campaign-long = This text is long. Please write at most { $most } letters.
error-campaign-period = The last day is before the first. Please choose another day.
error-campaign-past = The last day is over. Please choose today or a later day.
error-campaign-places = The number of places is from 1 to { $most }.
error-campaign-not-found = This campaign was not found, or is not open to you.
error-campaign-full = “{ $title }” has just filled up. If a place becomes free, you can sign up again.
error-campaign-closed = “{ $title }” no longer takes sign-ups.
error-campaign-over = “{ $title }” is over.
