"""Approvals: what officers decide about a version, signed, in a ledger that shows every change made to it."""
