"""Knowbound on one host, from Debian's and PyPI's packages: what runs, as whom, on which port, and with which secrets.

Everything listens on loopback; people come in through the proxy alone. All that is kept lies below one directory, the
state. `python -m deploy.installation` starts, stops, examines, saves and restores it; docs/operations.md tells how.
"""
