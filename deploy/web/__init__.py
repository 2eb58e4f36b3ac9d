"""Dagster's webserver with logins: who is there, what they may do, and the officer's signature. `python -m deploy.web`."""
