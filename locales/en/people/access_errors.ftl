error-forbidden = You don’t have access to this. If you think you should, please ask your unit manager.
error-stranger = You’re not a member of Hamyar yet. Ask to join under “Find a group or centre”, or get an invitation link from your unit manager.
error-pledge-first = Before you see or record families’ data, please accept that you’ll keep it confidential.
error-not-found = Not found, or you don’t have access to it.
