"""Everything that touches the world outside: object store, analyzer, language model, trainer. Imports nothing of ours."""
