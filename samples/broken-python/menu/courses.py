"""What is cooked."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Course:
    name: str
    minutes: int
    allergens: frozenset[str] = field(default_factory=frozenset)
