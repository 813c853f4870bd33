"""The command line: the only place that knows Typer, the terminal and exit codes."""
