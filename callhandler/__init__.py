"""A desk for people who take calls about antisocial behaviour, and the log that joins the calls up."""
