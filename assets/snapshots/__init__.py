"""Versions: what the lake holds for a day, named by its content, shown in every view by one report."""
