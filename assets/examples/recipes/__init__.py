"""Recipes by the kind of proof their examples need. A new recipe is a function in one of these modules, listed for the
kinds of points that it serves in `generation.RECIPES`; what always goes together is listed once, in the module's own.

A recipe takes a Site and returns drafts for the cells it covers; it notes in `site.gaps` why a cell stays open, and
raises
Unfit when the point as a whole gives nothing.
"""
