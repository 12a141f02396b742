"""What qualifies a statement: to whom, through whom, negated, disputed, or only in a headline."""
