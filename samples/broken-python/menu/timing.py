"""When each course leaves the pass."""

from datetime import datetime, timedelta

from menu.courses import Course


def schedule(courses: list[Course], start: datetime, pause: int = 10) -> list[tuple[datetime, str]]:
    """The first course leaves at the start; each later one when the one before is eaten and a pause has passed."""
    clock = start
    served = []
    for course in courses:
        clock += timedelta(minutes=course.minutes + pause)
        served.append((clock, course.name))
    return served


def last_plate(courses: list[Course], start: datetime, pause: int = 10) -> datetime:
    """When the last course has been eaten."""
    if not courses:
        return start
    leaves, _ = schedule(courses, start, pause)[-1]
    return leaves + timedelta(minutes=courses[-1].minutes)
