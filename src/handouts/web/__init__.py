"""What is read in a browser: the catalogue of what was built, and the preview of an edit."""
