"""Somebody in one article, and where they stand in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from retrieval.model import Resolution, Speaker


@dataclass(slots=True)
class Entity:
    """Somebody, or something, named or described in the article.

    Attributes:
        gender: "m", "f", "they" for one person who is called so, "" where it is not known.
        age: in years, as printed beside the name.
    """

    name: str
    is_person: bool
    named: bool = True
    forms: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    gender: str = ""
    age: str = ""
    is_place: bool = False

    def speaker(self) -> Speaker:
        """What the reader is told."""
        aliases = tuple(dict.fromkeys(a for a in [*self.forms, *self.roles] if a != self.name))
        return Speaker(self.name, aliases, self.named, tuple(self.members))

    def add_role(self, role: str | None) -> None:
        """Notes what somebody is said to be, once."""
        if role and role not in self.roles:
            self.roles.append(role)


@dataclass(frozen=True, slots=True)
class EntityMention:
    """Where a named person or body stands.

    Attributes:
        others: for a bare surname of several people, all of them; ``entity`` is nobody's then.
    """

    first: int
    last: int
    entity: Entity
    candidates: tuple[Entity, ...] = ()


ResolvedEntity = tuple[Entity, Resolution]
"""The entity that a mention stands for, and the rule by which it was resolved."""
