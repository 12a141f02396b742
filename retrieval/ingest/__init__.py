"""From files to articles in the catalogue, with statements and vectors."""
