"""The verbs of `manage.py plugins`, one module each: `HELP`, `add_arguments(parser)`, `run(command, options)`."""
