"""The reference trainer: a process of its own, `python -m deploy.train`, that Dagster Pipes talks to.

It believes nobody: before it reads a row it hashes the version's files and verifies the officers' signatures itself.
"""
