error-summary-future = This period hasn’t started yet. Please choose another one.
