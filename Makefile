# Nothing is done here: everything is in run.py, so that it works without make and on Windows too.
PYTHON ?= python3
COMMANDS := run setup test check soak conformance bundle lock clean

.PHONY: $(COMMANDS)
$(COMMANDS):
	@$(PYTHON) run.py $@
