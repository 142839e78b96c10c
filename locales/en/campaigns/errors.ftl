error-campaign-long = This text is too long. Please keep it to { $most } letters.
error-campaign-period = The last day is before the first. Please choose another day.
error-campaign-past = The last day is in the past. Please choose today or a later day.
error-campaign-places = The number of places has to be between 1 and { $most }.
error-campaign-not-found = This campaign wasn’t found, or you don’t have access to it.
error-campaign-full = “{ $title }” has just filled up. If a place becomes free, you can sign up again.
error-campaign-closed = Sign-up for “{ $title }” is closed.
error-campaign-over = “{ $title }” is over.
