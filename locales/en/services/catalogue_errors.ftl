error-activity-unknown = This activity is not in the list. Please choose one from the list.
