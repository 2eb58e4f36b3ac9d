"""Retraining: what an approved version is trained into, and the gate that decides whether it may be."""
