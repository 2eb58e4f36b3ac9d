"""One package per step of the way through the house; beside them what all steps share.

`identity` (canonical bytes, content ids, keyed ids), `lake` (Parquet per day), `memo` (remembered work on a document).
"""
