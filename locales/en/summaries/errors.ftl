error-summary-future = This period has not begun yet. Please choose another.
