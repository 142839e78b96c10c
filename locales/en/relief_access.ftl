error-forbidden = This is not yours to do. If you think it should be, please ask the coordinator of your unit.
error-not-found = Not found, or not open to you.
