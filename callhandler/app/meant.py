"""What a search may mean: whatever was typed is a number, a name or a place."""


def meant(text: str) -> tuple[dict[str, str], ...]:
    """What a search may mean, the likeliest first: a number; a place, where letters and digits mix; else a name, or a place."""
    if not any(each.isalpha() for each in text):
        return ({"phone": text},)
    name, place = {"name": text}, {"place": text}
    return (place, name) if any(each.isdigit() for each in text) else (name, place)
