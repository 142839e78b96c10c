error-sample-not-empty = This database isn’t empty. Sample data can only be loaded into an empty one.
