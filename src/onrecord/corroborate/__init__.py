"""corroborate → findings: who copied whom, who agrees, who contradicts, how strong."""
