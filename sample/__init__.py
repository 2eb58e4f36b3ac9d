"""The invented company of the demo and the tests: its documents, and the scripts that make files of them."""
