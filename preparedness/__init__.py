"""A municipality's plan for the next restructuring: groups, employers, the list for the first days."""
