error-guesses = Several wrong codes were entered. Please try again in an hour, or ask the person who gave you the code.
error-guesses-everybody = As a precaution, codes can’t be entered for the next hour. Please try again later.
