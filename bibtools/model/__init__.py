"""Values that flow through bibtools: frozen, comparable, without input or output.

Tuples, never lists; `None` is unknown; months count from 1; line numbers and columns count from 1,
character offsets from 0.
"""
