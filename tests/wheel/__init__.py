"""The program as strangers get it: a wheel in an empty environment, far from this checkout."""
