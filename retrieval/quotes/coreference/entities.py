"""Defines the entities of one article, people and organisations, and their mentions by name."""

from __future__ import annotations

from dataclasses import dataclass, field

from retrieval.model import Resolution, Speaker


@dataclass(slots=True)
class Entity:
    """A person, group, organisation or place, named or only described in the article.

    Attributes:
        name: the fullest printed name, or the description.
        is_person: whether it is taken for one person's name.
        named: False for somebody who is only described.
        forms: every printed form of the name, in order of first mention.
        roles: descriptions printed beside the name, or under which the entity speaks.
        members: names of those who speak together under this description.
        gender: "m", "f", "they" for singular they, "" where it is not known.
        age: in years, as printed beside the name.
        is_place: whether it is taken for a place.
        shares_surname: whether it is a bare surname of which it is open whose it is.
        bearers: the people whose surname it may be.
        is_relative: whether the article introduces the person as somebody's relative.
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
    shares_surname: bool = False
    bearers: list[Entity] = field(default_factory=list)
    is_relative: bool = False

    def speaker(self) -> Speaker:
        """Return the entity as the speaker that is stored with statements.

        A surname of which it is open whose it is names nobody: no other article's bearer of it is
        taken for its speaker.
        """
        aliases = tuple(dict.fromkeys(a for a in [*self.forms, *self.roles] if a != self.name))
        named = self.named and not self.shares_surname
        return Speaker(self.name, aliases, named, tuple(self.members))

    def add_role(self, role: str | None) -> None:
        """Add a role, once; None and "" add nothing."""
        if role and role not in self.roles:
            self.roles.append(role)


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A mention by name.

    Attributes:
        first: its first token, titles not included.
        last: its last token.
        entity: the entity that it refers to.
        candidates: the bearers of a surname that several have; ``entity`` is none of them then.
        main: whom of them the article calls by the surname alone.
    """

    first: int
    last: int
    entity: Entity
    candidates: tuple[Entity, ...] = ()
    main: Entity | None = None


ResolvedEntity = tuple[Entity, Resolution]
"""The entity that a mention stands for, and the rule by which it was resolved."""
