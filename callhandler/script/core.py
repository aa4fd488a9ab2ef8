"""The mandatory and core questions of a form: those that the trials found were not asked."""

from callhandler.script.form import Form


def core_questions(form: Form) -> tuple[str, ...]:
    """Their paths, in the order of the form. One that need not be answered is left out: nobody says why it was not."""
    required = {rule.shape for rule in form.rules if rule.kind == "required"}
    return tuple(shape.path for shape in form.shapes if shape in form.controls and shape in required and form.binds[shape].core)
