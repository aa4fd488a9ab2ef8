"""The call script: a published form, and one call that is working through it."""
