raise SystemExit("a plugin wants to end the process")
