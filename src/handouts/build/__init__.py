"""Build what is stale: what stands in the output folder, and bringing it up to date."""
