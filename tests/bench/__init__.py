"""How fast it is, against what it is built on and what others use; run by `make bench`."""
