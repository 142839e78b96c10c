"""Work that outlives a turn: calls, notices and jobs, each done by one owner at a time, by the database's clock."""
