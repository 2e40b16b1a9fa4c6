"""The `onrecord` command, thin: parse, ask, render. Each command is a module of its own."""

from onrecord.cli.group import main

__all__ = ["main"]
