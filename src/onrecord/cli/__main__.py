"""Run the command as `python -m onrecord.cli`."""

from onrecord.cli.group import main

main()
