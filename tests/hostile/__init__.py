"""What comes from outside and means harm: text, values, files, pictures, templates, servers."""
