"""A small world in which devices, an endpoint and everything that can befall them play out from one seed, again and again the same."""
