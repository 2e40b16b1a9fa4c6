"""read → claims: text, tables and transcripts in; claims out, each at its passage."""
