"""Put it on paper: from HTML to a tagged, archival PDF, and its audit."""
