"""Read the content: from YAML to one checked library."""
