error-sample-not-empty = This database has members already. Sample data goes into an empty one only.
