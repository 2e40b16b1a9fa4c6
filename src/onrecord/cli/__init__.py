"""The `onrecord` command, thin."""
