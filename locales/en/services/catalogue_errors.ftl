error-activity-unknown = This service isn’t in the list. Please choose one from the list.
