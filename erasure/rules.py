"""What must hold before an exercise is erased. Pure: facts in, sentences out."""

from collections.abc import Iterator


def blockers_to_erase(
    *, is_exercise: bool, is_erased: bool, number: str, written: str
) -> Iterator[str]:
    """Only exercises are erased, once, by someone who has written the number."""
    if not is_exercise:
        yield "Ärendet är inte en övning. Bara övningar kan raderas."
    if is_erased:
        yield "Övningen är redan raderad."
    if written.strip() != number:
        yield f"Skriv övningens nummer, {number}, för att radera den."
