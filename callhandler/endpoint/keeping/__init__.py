"""What an endpoint does so that nothing is lost, and what was erased stays gone."""
