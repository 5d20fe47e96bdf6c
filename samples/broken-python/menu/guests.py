"""Who may eat what."""

from collections.abc import Iterable

from menu.courses import Course


def safe_for(courses: list[Course], allergies: Iterable[str]) -> list[Course]:
    """The courses without any of the allergens, in their order."""
    avoided = {allergy.lower() for allergy in allergies}
    if not avoided:
        return list(courses)
    return [course for course in courses if not avoided <= course.allergens]


def needs_replacement(courses: list[Course], allergies: Iterable[str]) -> list[str]:
    """Names of the courses for which the kitchen must think of something else."""
    safe = safe_for(courses, allergies)
    return [course.name for course in courses if course not in safe]
