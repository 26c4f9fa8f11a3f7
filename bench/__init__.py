"""The benchmark: pages and acts against floors served by the same server in the same run."""
