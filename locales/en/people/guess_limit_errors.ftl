error-guesses = Several codes that came were not right. Please write again in an hour, or ask whoever gave you the code.
error-guesses-everybody = Many wrong codes are coming in, so to be careful I wait an hour. Please write again later.
