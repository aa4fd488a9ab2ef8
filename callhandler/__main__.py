"""`python -m callhandler` is the same as `callhandler`."""

from callhandler.cli import main

main()
