error-forbidden = This is not yours to do. If you think it should be, please ask the coordinator of your unit.
error-stranger = I do not know you yet. To come in, ask your group's coordinator for an invitation link and open it.
error-pledge-first = Before you see or write families' data, please accept that you will keep it in trust.
error-not-found = Not found, or not open to you.
