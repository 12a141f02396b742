"""What people of invented towns said, to be asked for."""

from __future__ import annotations

import pytest

from retrieval.model import NameKind, Speaker
from tests.quotes.stored_statements import Shelf


@pytest.fixture(name="shelf")
def _shelf() -> Shelf:
    shelf = Shelf()
    marlow = Speaker("Anna Marlow", ("Marlow", "director of the Pier Institute"))
    shelf.say("a.txt", marlow, "The pier is safe,", "We checked it.")
    shelf.say("b.txt", Speaker("Marlow"), "“The PIER is  safe”", "Come and see.")
    shelf.say("c.txt", Speaker("Ukko Zelensky", ("Zelensky", "Ruritanian President")), "No.")
    varga = Speaker("Anders Varga", ("former Swedish navy officer and politician",))
    shelf.say("c.txt", varga, "It is late.")
    shelf.say("d.txt", Speaker("a former Ruritanian official", named=False), "Perhaps.")
    shelf.say("d.txt", Speaker("a former Fenwick official", named=False), "Hardly.")
    shelf.say("e.txt", Speaker("Élysée Palace"), "We dispute it.")
    shelf.say("e.txt", Speaker("Victor Rule", ("Rule", "NATO chief")), "Protect them.")
    shelf.name("e.txt", "NATO", "Marlow spoke at NATO.", NameKind.ORGANISATION)
    shelf.name("e.txt", "Victor Ash", "Victor Ash left.")
    shelf.name("e.txt", "Paul Reeve", "Paul Reeve left the pier.")
    shelf.name("f.txt", "Reeve", "Then Reeve came back.")
    shelf.name("g.txt", "Reeve", "Then  Reeve came back!")
    shelf.name("g.txt", "Reeve-Marlow", "The Reeve-Marlow meeting ended.")
    return shelf
