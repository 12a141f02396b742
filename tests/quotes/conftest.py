"""What people of invented towns said, to be asked for."""

from __future__ import annotations

import pytest

from retrieval.model import NameKind, Speaker
from tests.quotes.statement_catalogue import StatementCatalogue


@pytest.fixture(name="catalogue")
def _catalogue() -> StatementCatalogue:
    catalogue = StatementCatalogue()
    marlow = Speaker("Anna Marlow", ("Marlow", "director of the Pier Institute"))
    catalogue.say("a.txt", marlow, "The pier is safe,", "We checked it.")
    catalogue.say("b.txt", Speaker("Marlow"), "“The PIER is  safe”", "Come and see.")
    catalogue.say("c.txt", Speaker("Ukko Zelensky", ("Zelensky", "Ruritanian President")), "No.")
    varga = Speaker("Anders Varga", ("former Swedish navy officer and politician",))
    catalogue.say("c.txt", varga, "It is late.")
    catalogue.say("d.txt", Speaker("a former Ruritanian official", named=False), "Perhaps.")
    catalogue.say("d.txt", Speaker("a former Fenwick official", named=False), "Hardly.")
    catalogue.say("e.txt", Speaker("Élysée Palace"), "We dispute it.")
    catalogue.say("e.txt", Speaker("Victor Rule", ("Rule", "NATO chief")), "Protect them.")
    catalogue.name("e.txt", "NATO", "Marlow spoke at NATO.", NameKind.ORGANISATION)
    catalogue.name("e.txt", "Victor Ash", "Victor Ash left.")
    catalogue.name("e.txt", "Paul Reeve", "Paul Reeve left the pier.")
    catalogue.name("f.txt", "Reeve", "Then Reeve came back.")
    catalogue.name("g.txt", "Reeve", "Then  Reeve came back!")
    catalogue.name("g.txt", "Reeve-Marlow", "The Reeve-Marlow meeting ended.")
    return catalogue
